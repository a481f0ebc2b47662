/**
 * Compares the answers that the writers got with the content of the servers, as a pure function: each fault is a
 * sentence.
 */
import type { Answer, Attempt } from './journal.ts';

/** A record in its table. */
export interface Row {
  id: string;
  version: number;
}

/** A fact in the outbox of its service. */
export interface Fact {
  id: string;
  record: string;
  version: number;
  type: string;
  data: string;
  /** Trace id of its request; empty for facts of the deadline worker. */
  trace: string | null;
}

/** A fact in the stream or in the ledger. */
export interface Copy {
  id: string;
  text: string;
}

/** The content of one service, each list in its own order. */
export interface Holding {
  rows: Row[];
  /** An entry of the audit trail: one version of a record. */
  trail: Row[];
  log: Fact[];
  stream: Copy[];
  ledger: Copy[];
}

export interface Verdict {
  /** Answered 2xx, but not in its table at that version or a later one. */
  lost: string[];
  /** Requested once and done twice, or one fact twice in outbox, stream or ledger. */
  doubled: string[];
  /**
   * A version without its fact or its audit entry, a fact without its record, or a fact that differs between outbox,
   * stream and ledger.
   */
  half: string[];
  /** A fact published before its predecessor. */
  disordered: string[];
  /** Answered as refused, but done. */
  denied: string[];
}

/** Facts of the deadline worker that do not change the version of their record; each is published once. */
const clockFacts = new Set(['agreements.cadenceMissed']);

export function judge(attempts: readonly Attempt[], holdings: Readonly<Record<string, Holding>>): Verdict {
  const verdict: Verdict = { lost: [], doubled: [], half: [], disordered: [], denied: [] };
  const all = Object.values(holdings);
  const rows = new Map(all.flatMap((holding) => holding.rows).map(({ id, version }) => [id, version]));
  const byTrace = Map.groupBy(
    all.flatMap(({ log }) => log),
    ({ trace }) => trace,
  );
  for (const attempt of attempts) judgeAnswer(attempt, byTrace.get(attempt.trace) ?? [], rows, verdict);
  for (const [service, holding] of Object.entries(holdings)) {
    judgeRecords(service, holding, verdict);
    judgeCopies(service, holding, verdict);
  }
  return verdict;
}

const isDone = ({ status }: Answer) => status >= 200 && status < 300;
/** Only these mean that nothing happened; after 504 or no answer the outcome is unknown. */
const isRefused = ({ status }: Answer) => status === 503 || (status >= 400 && status < 500);

function judgeAnswer(
  attempt: Attempt,
  facts: readonly Fact[],
  rows: ReadonlyMap<string, number>,
  { lost, doubled, half, denied }: Verdict,
): void {
  const { intent, method, path, answer } = attempt;
  const what = `intent ${intent} (${method} ${path}, ${answer?.status || 'no answer'})`;
  // One act may change several records, as an opinion moves its consultation: each kind of fact is still published
  // once. Of records that follow another one, as positions the day of their meeting, each has its own; only a record
  // that came to be a second time was requested once and made twice.
  const kinds = facts.map(({ type, record, version }) => (version === 1 ? type : `${type} of ${record}`));
  for (const kind of repeated(kinds)) doubled.push(`${what} made ${kind} twice`);
  if (answer === undefined) return;
  if (isRefused(answer) && facts.length > 0) denied.push(`${what} made the fact ${facts[0]?.id}`);
  if (!isDone(answer)) return;
  const { id = '', version = 0 } = answer;
  const kept = rows.get(id);
  if (kept === undefined || kept < version)
    lost.push(`${what} gave version ${version} of ${id}; its table has ${kept ?? 'no such record'}`);
  if (!facts.some((fact) => fact.record === id && fact.version === version))
    half.push(`${what} gave version ${version} of ${id}; the outbox has no fact of it`);
}

/** Versions 1 to n of each record, one fact each, in that order. */
function judgeRecords(service: string, { rows, log, trail }: Holding, { doubled, half, disordered }: Verdict): void {
  const facts = Map.groupBy(log, ({ record }) => record);
  const known = new Set(rows.map(({ id }) => id));
  const audited = Map.groupBy(trail, ({ id }) => id);
  for (const [record, orphans] of facts)
    if (!known.has(record)) half.push(`${service}: ${orphans.length} facts of ${record}, which has no row`);
  for (const { id, version } of rows) {
    const own = facts.get(id) ?? [];
    const changes = own.filter(({ type }) => !clockFacts.has(type)).map((fact) => fact.version);
    for (let each = 1; each <= version; each++) {
      const times = changes.filter((one) => one === each).length;
      if (times === 0) half.push(`${service}: version ${each} of ${id} has no fact`);
      if (times > 1) doubled.push(`${service}: version ${each} of ${id} has ${times} facts`);
      const entries = (audited.get(id) ?? []).filter((entry) => entry.version === each).length;
      if (entries === 0) half.push(`${service}: version ${each} of ${id} has no audit entry`);
      if (entries > 1) doubled.push(`${service}: version ${each} of ${id} has ${entries} audit entries`);
    }
    const beyond = changes.filter((one) => one > version);
    if (beyond.length > 0)
      half.push(`${service}: facts of ${id} have version ${beyond.join()}, its row has ${version}`);
    const told = own.filter(({ type }) => clockFacts.has(type)).map(({ type, data }) => type + missedIn(data));
    for (const twice of repeated(told)) doubled.push(`${service}: ${twice} of ${id}`);
    const early = own.find((fact, index) => index > 0 && fact.version < (own[index - 1]?.version ?? 0));
    if (early) disordered.push(`${service}: ${early.type} of ${id} has version ${early.version} after a later one`);
  }
}

/** The outbox is the reference; stream and ledger must contain the same facts, in the same order, byte for byte. */
function judgeCopies(service: string, { log, stream, ledger }: Holding, verdict: Verdict): void {
  const told = new Map(log.map(({ id, data }) => [id, data]));
  for (const [place, copies] of [
    ['log', log],
    ['stream', stream],
    ['ledger', ledger],
  ] as const) {
    const ids = copies.map(({ id }) => id);
    const held = new Set(ids);
    for (const id of repeated(ids)) verdict.doubled.push(`${service}: ${id} is in the ${place} twice`);
    for (const id of told.keys()) if (!held.has(id)) verdict.half.push(`${service}: ${id} is not in the ${place}`);
    for (const id of held)
      if (!told.has(id)) verdict.half.push(`${service}: ${id} of the ${place} is not in the outbox`);
    const shared = [...held].filter((id) => told.has(id));
    const expected = [...told.keys()].filter((id) => held.has(id));
    const apart = shared.findIndex((id, index) => id !== expected[index]);
    if (apart !== -1)
      verdict.disordered.push(`${service}: the ${place} differs from the order of the outbox at ${shared[apart]}`);
  }
  const carried = new Map(stream.map(({ id, text }) => [id, text]));
  for (const [id, text] of carried)
    if (!text.endsWith(`"data":${told.get(id) ?? ''}}`))
      verdict.half.push(`${service}: the stream has another content of ${id}`);
  for (const { id, text } of ledger)
    if (text !== (carried.get(id) ?? text)) verdict.half.push(`${service}: the ledger has another content of ${id}`);
}

const missedIn = (data: string): string => {
  const { missed }: { missed?: object } = JSON.parse(data);
  return ` ${JSON.stringify(missed)}`;
};

const repeated = (all: readonly string[]): string[] => {
  const seen = new Set<string>();
  return all.filter((each) => seen.size === seen.add(each).size);
};
