/**
 * Writers at the HTTP door, each with its own records and all with a few in common; each intent is in the journal
 * first.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { between, chanceOf, oneOf } from './chance.ts';
import type { Chance } from './chance.ts';
import type { Answer, Journal } from './journal.ts';
import { correct, ground } from './lives.ts';
import type { Ask, Kept, Step } from './lives.ts';

export interface Desk {
  gateway: string;
  token: string;
  journal: Journal;
  seed: number;
}

/** Where a record may be created: the step, and its parent. */
export interface Source {
  step: Step;
  of: Kept;
}

const patienceMs = 10_000;
const silenceMs = 180_000;
const sharedEach = 3;
const sharedOften = 0.15;
const fewInHand = 3;
const beginOften = 0.3;

const isDone = ({ status }: Answer) => status >= 200 && status < 300;

export class Writers {
  readonly outcomes = new Map<string, number>();
  acknowledged = 0;
  private readonly desk: Desk;
  private readonly sources: Source[] = [];
  private readonly shared: Kept[] = [];
  private count = 0;
  private heardAt = Date.now();

  constructor(desk: Desk) {
    this.desk = desk;
  }

  /** Creates the records of that source. */
  begin(step: Step, of: Kept = ground): void {
    this.sources.push({ step, of });
  }

  /** As `begin`, and creates a few that all writers will correct concurrently. */
  async take(step: Step, of: Kept = ground): Promise<void> {
    this.begin(step, of);
    for (let made = 0; made < sharedEach; made++) this.shared.push(await this.insist(step, of));
  }

  /** Repeats the request until it succeeds. */
  async insist(step: Step, of: Kept = ground): Promise<Kept> {
    for (;;) {
      const answer = await this.write((number) => step.ask(of, number));
      const opened = keptOf(step, answer);
      if (opened !== undefined) return opened;
      if (answer.status === 400) throw new Error(`A request of the writers is invalid: ${answer.why}`);
      this.refuseSilence();
      await pause(100);
    }
  }

  /** `many` at once, each until `over` says so. */
  async run(many: number, over: () => boolean): Promise<void> {
    await Promise.all(
      Array.from({ length: many }, async (_, index) => {
        const chance = chanceOf(this.desk.seed + index + 1);
        const hand: Kept[] = [];
        while (!over()) {
          const answer = await this.turn(hand, chance);
          this.refuseSilence();
          if (!isDone(answer)) await pause(between(chance, 50, 250));
        }
      }),
    );
  }

  private async turn(hand: Kept[], chance: Chance): Promise<Answer> {
    const common = chance() < sharedOften ? oneOf(chance, this.shared) : undefined;
    if (common !== undefined) return this.correctShared(common);
    const isNew = hand.length < fewInHand || chance() < beginOften;
    const source = isNew ? oneOf(chance, this.sources) : undefined;
    if (source !== undefined) return this.advance(hand, source.of, source.step);
    const kept = oneOf(chance, hand);
    const step = kept?.life[kept.taken];
    return kept && step ? this.advance(hand, kept, step) : this.turn(hand, chance);
  }

  private async advance(hand: Kept[], of: Kept, step: Step): Promise<Answer> {
    const answer = await this.write((number) => step.ask(of, number));
    const opened = keptOf(step, answer);
    if (opened !== undefined && opened.life.length > 0) hand.push(opened);
    const place = hand.indexOf(of);
    if (place === -1 || answer.status === 503) return answer;
    if (opened === undefined) of.version = answer.version ?? of.version;
    of.taken += 1;
    // A record in an unknown state is left to the verdict.
    if (!isDone(answer) || of.taken === of.life.length) hand.splice(place, 1);
    return answer;
  }

  /** All read, then all write: one of them succeeds, the others must get 412. */
  private async correctShared(kept: Kept): Promise<Answer> {
    const { path, id } = kept;
    const version = await this.versionOf(`${path}/${id}`);
    if (version === undefined) return { answer: 0, status: 503, ms: 0 };
    return this.write((number) => correct.ask({ ...kept, version }, number));
  }

  private async versionOf(path: string): Promise<number | undefined> {
    const { gateway, token } = this.desk;
    const headers = { authorization: `Bearer ${token}` };
    try {
      const answer = await fetch(`${gateway}/v1${path}`, { headers, signal: AbortSignal.timeout(patienceMs) });
      const read: { version?: number } = JSON.parse(await answer.text());
      return answer.ok ? read.version : undefined;
    } catch {
      return undefined; // the gateway is away
    }
  }

  private async write(asked: (number: number) => Ask): Promise<Answer> {
    const intent = ++this.count;
    const ask = asked(intent);
    const trace = randomBytes(16).toString('hex');
    await this.desk.journal.write({ intent, at: new Date().toISOString(), trace, ...ask });
    const since = performance.now();
    const heard = await this.send(ask, trace);
    const answer = { answer: intent, ...heard, ms: Math.round(performance.now() - since) };
    await this.desk.journal.write(answer);
    const outcome = answer.status === 0 ? 'no answer' : String(answer.status);
    this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + 1);
    if (isDone(answer)) {
      this.acknowledged += 1;
      this.heardAt = Date.now();
    }
    return answer;
  }

  private async send({ method, path, version, body }: Ask, trace: string): Promise<Omit<Answer, 'answer' | 'ms'>> {
    const { gateway, token } = this.desk;
    try {
      const answer = await fetch(`${gateway}/v1${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          traceparent: `00-${trace}-${randomBytes(8).toString('hex')}-01`,
          ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
        },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(patienceMs),
      });
      const read: { id?: string; version?: number; detail?: string } = JSON.parse(await answer.text());
      const { status } = answer;
      return answer.ok ? { status, id: read.id, version: read.version } : { status, why: read.detail };
    } catch (error) {
      return { status: 0, why: String(error instanceof Error ? (error.cause ?? error) : error) };
    }
  }

  private refuseSilence(): void {
    if (Date.now() - this.heardAt > silenceMs)
      throw new Error(`nothing was acknowledged for ${silenceMs / 1_000} s; asked so far: ${this.count}`);
  }
}

function keptOf({ opens }: Step, answer: Answer): Kept | undefined {
  if (opens === undefined || !isDone(answer) || answer.id === undefined) return undefined;
  return { ...opens, id: answer.id, version: answer.version ?? 1, taken: 0 };
}
