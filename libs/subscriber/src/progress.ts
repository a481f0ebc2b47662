// How far a follower is: which sequences were read, which are settled, and the chain over the settled ones. Knows no network.
import { createHash } from 'node:crypto';
import { sequenceOf, type ProductEvent } from './event.js';
import { SubscriberFailure } from './failure.js';
import type { Cursor, Page } from './feed.js';
import type { Mark, SetAside, State } from './state.js';

/** Checkpoints of the server end at each full thousand. */
export const checkpointEvery = 1_000;

interface Read {
  readonly id: string;
  readonly datasha256: string;
  settled: boolean;
}

/** The next value of the chain: SHA-256(h ‖ id ‖ datasha256), in hex. */
export const chained = (sha256: string, { id, datasha256 }: Pick<ProductEvent, 'id' | 'datasha256'>): string =>
  createHash('sha256').update(sha256, 'hex').update(id, 'ascii').update(datasha256, 'ascii').digest('hex');

export class Progress {
  private source: string | undefined;
  private cursor: Cursor | undefined;
  private sequence: number | undefined;
  /** The last sequence that was read. */
  private last: number | undefined;
  private chain: { count: number; sha256: string };
  private readonly product: string;
  private readonly provenAfter: number;
  private readonly marks: Mark[];
  /** What was read and is not settled, or settled before an earlier one. */
  private readonly read = new Map<number, Read>();
  /** Pages that were read, by their last sequence, and the cursor after each. */
  private readonly pages: { last: number; next: Cursor }[] = [];
  private readonly settledBefore: Set<number>;
  private aside: readonly SetAside[];

  constructor(state: State) {
    this.product = state.product;
    this.source = state.source;
    this.cursor = state.cursor;
    this.sequence = state.sequence;
    this.last = state.sequence;
    this.chain = { count: state.proof.count, sha256: state.proof.sha256 };
    this.provenAfter = state.proof.after;
    this.marks = [...state.proof.marks];
    this.settledBefore = new Set(
      state.ahead.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, index) => from + index)),
    );
    this.aside = state.setAside;
  }

  /** Events that were read and are not settled, and those that are settled ahead of them. */
  get span(): number {
    return this.read.size;
  }

  /** The last sequence that was read, here or by whoever stored the state; `undefined` before the first one. */
  get position(): number | undefined {
    return this.last;
  }

  get setAside(): readonly SetAside[] {
    return this.aside;
  }

  /**
   * The cursor after `position`, for who can name it there. The one that is known begins a page of which events are settled already;
   * followed by pages of another size, it would fall behind by more than a page.
   */
  startAt(cursor: Cursor): void {
    if (this.last === this.sequence) this.cursor = cursor;
  }

  /** Why a page cannot be the next one; perhaps it is right when it is read again. Throws where it never will be. */
  faultOf({ events, next }: Page): string | undefined {
    if (events.length === 0) return undefined;
    let expected = this.last === undefined ? undefined : this.last + 1;
    let fresh = 0;
    for (const event of events) {
      const sequence = sequenceOf(event);
      this.refuseOtherSource(event);
      // Followed from the present: the first event decides, but none may lie between it and the checkpoint it goes on from.
      expected ??= Math.min(sequence, this.provenAfter + 1);
      if (sequence > expected) return `after sequence ${expected - 1} comes ${sequence}`;
      if (sequence < expected) {
        if ((this.read.get(sequence)?.id ?? event.id) !== event.id) return `sequence ${sequence} has two events`;
        continue;
      }
      [expected, fresh] = [expected + 1, fresh + 1];
    }
    if (fresh === 0) return `all events of the page were read before, up to sequence ${this.last}`;
    return next === undefined ? 'the page names no next one (header Link)' : undefined;
  }

  /** Takes a page without fault, and gives the events in it that are not settled yet. */
  accept({ events, next }: Page): ProductEvent[] {
    const fresh: ProductEvent[] = [];
    for (const event of events) {
      const sequence = sequenceOf(event);
      if (this.last !== undefined && sequence <= this.last) continue;
      this.sequence ??= sequence - 1;
      this.source ??= event.source;
      this.last = sequence;
      this.read.set(sequence, { id: event.id, datasha256: event.datasha256, settled: false });
      if (this.settledBefore.delete(sequence)) this.settle(event);
      else fresh.push(event);
    }
    if (next !== undefined && this.last !== undefined) this.pages.push({ last: this.last, next });
    this.advance();
    return fresh;
  }

  /** The event is handled, or set aside. */
  settle(event: ProductEvent, aside?: SetAside): void {
    if (aside !== undefined) this.aside = [...this.aside, aside].sort(bySequence);
    const read = this.read.get(sequenceOf(event));
    if (read === undefined) return;
    read.settled = true;
    this.advance();
  }

  state(): State {
    return {
      format: 1,
      product: this.product,
      source: this.source,
      cursor: this.cursor,
      sequence: this.sequence,
      ahead: rangesOf([
        ...[...this.read].flatMap(([sequence, { settled }]) => (settled ? sequence : [])),
        ...this.settledBefore,
      ]),
      proof: { after: this.provenAfter, ...this.chain, marks: [...this.marks] },
      setAside: this.aside,
    };
  }

  private advance(): void {
    if (this.sequence === undefined) return;
    for (let read = this.read.get(this.sequence + 1); read?.settled; read = this.read.get(this.sequence + 1)) {
      this.sequence += 1;
      this.read.delete(this.sequence);
      if (this.sequence > this.provenAfter) this.prove(this.sequence, read);
    }
    for (let page = this.pages[0]; page && page.last <= this.sequence; page = this.pages[0]) {
      this.cursor = page.next;
      this.pages.shift();
    }
  }

  private prove(sequence: number, read: Read): void {
    this.chain = { count: this.chain.count + 1, sha256: chained(this.chain.sha256, read) };
    if (sequence % checkpointEvery === 0) this.marks.push({ to: sequence, sha256: this.chain.sha256 });
  }

  private refuseOtherSource({ source }: ProductEvent): void {
    if (this.source === undefined || source === this.source) return;
    throw new SubscriberFailure(
      'productRestarted',
      `${this.product} began anew: its events come from ${source}, those before from ${this.source}. Remove the stored state and follow from the snapshot.`,
    );
  }
}

const bySequence = (one: SetAside, other: SetAside): number => sequenceOf(one.event) - sequenceOf(other.event);

/** `1, 2, 3, 7` as `[1, 3], [7, 7]`: one slow record leaves thousands settled ahead. */
function rangesOf(ascending: readonly number[]): [number, number][] {
  const ranges: [number, number][] = [];
  for (const sequence of ascending) {
    const range = ranges.at(-1);
    if (range !== undefined && range[1] === sequence - 1) range[1] = sequence;
    else ranges.push([sequence, sequence]);
  }
  return ranges;
}
