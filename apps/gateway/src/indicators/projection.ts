import type { Tx } from '@passerelle/platform/data/database';
import {
  ledgerAfter,
  resourceOf,
  statesBefore,
  type LedgerBatch,
  type RecordChange,
  type RecordData,
} from '../ledger/ledger.api.js';
import { Moves } from './cells.js';
import { moveFigures } from './cells.store.js';
import { keepTimelines, timelines, type Followed } from './contributions.store.js';
import type { Definition, Rule } from './definition.schema.js';
import { rootOf, type States } from './formulas/family.js';
import { read } from './formulas/read.js';
import { follow, pass, type Look, type Timeline } from './timeline.js';

// From facts to figures. Every definition has a separate position in every source that it reads: usually it moves in
// the ledger's transaction, and a new definition catches up from the ledger's rows. The row of the position is the
// lock: only its owner writes the timelines of that definition and source.

/** Applies a batch of the ledger to the definitions that have caught up with it. */
export async function applyBatch(tx: Tx, definitions: readonly Definition[], batch: LedgerBatch): Promise<void> {
  const [inStep] = await tx.query<[{ definition: string; version: number }[], number]>(
    'UPDATE indicator_position SET sequence = $3 WHERE source = $1 AND sequence = $2 RETURNING definition, version',
    [batch.source, batch.first - 1, batch.last],
  );
  const due = definitions.filter(({ code, version }) =>
    inStep.some((row) => row.definition === code && row.version === version),
  );
  for (const definition of due) await applyTo(tx, definition, batch);
}

const catchUpBatch = 500;

/** Reads on from the position of a definition in a source; false at the end of the ledger. */
export async function catchUp(tx: Tx, definition: Definition, source: string): Promise<boolean> {
  const position = await lockPosition(tx, definition, source);
  const batch = await ledgerAfter(tx, source, position, catchUpBatch);
  if (batch === undefined) return false;
  await tx.query('UPDATE indicator_position SET sequence = $4 WHERE definition = $1 AND version = $2 AND source = $3', [
    definition.code,
    definition.version,
    source,
    batch.last,
  ]);
  await applyTo(tx, definition, batch);
  return true;
}

export const sourcesOf = ({ rules }: Definition): string[] => [...new Set(rules.map(({ source }) => source))];

const clockBatch = 200;

/** Of one root in one transaction: a figure that changes daily has years of them when it is computed again. */
const midnights = 100;

/** Processes midnights for roots that change without a fact; false when none is left up to `until`. */
export async function passMidnights(tx: Tx, definition: Definition, rule: Rule, until: string): Promise<boolean> {
  const position = await lockPosition(tx, definition, rule.source);
  const due = await tx.query<{ root: string }[]>(
    `SELECT root FROM indicator_root WHERE definition = $1 AND version = $2 AND source = $3 AND next_at <= $4
        AND split_part(root, '/', 1) = $5 ORDER BY next_at, root LIMIT $6`,
    [definition.code, definition.version, rule.source, until, rule.root, clockBatch],
  );
  if (due.length === 0) return false;
  const roots = due.map(({ root }) => root);
  const look = lookOf(definition, rule);
  await followRoots(tx, definition, rule, { roots, before: position + 1, since: until }, (root, timeline, states) =>
    pass(timeline, states, until, look(root), midnights),
  );
  return true;
}

async function lockPosition(tx: Tx, { code, version }: Definition, source: string): Promise<number> {
  const [row] = await tx.query<{ sequence: string }[]>(
    'SELECT sequence FROM indicator_position WHERE definition = $1 AND version = $2 AND source = $3 FOR UPDATE',
    [code, version, source],
  );
  if (row === undefined) throw new Error(`${code} has no position in ${source}`);
  return Number(row.sequence);
}

async function applyTo(tx: Tx, definition: Definition, batch: LedgerBatch): Promise<void> {
  for (const rule of definition.rules.filter(({ source }) => source === batch.source))
    await applyRule(tx, definition, rule, batch);
}

async function applyRule(tx: Tx, definition: Definition, rule: Rule, batch: LedgerBatch): Promise<void> {
  const resources = new Set([rule.root, ...rule.children.map(({ resource }) => resource)]);
  const changes = batch.changes.filter(({ resource }) => resources.has(resource));
  const [first] = changes;
  if (first === undefined) return;
  const byRoot = await changesByRoot(tx, rule, changes);
  const look = lookOf(definition, rule);
  const asked = { roots: [...byRoot.keys()], before: batch.first, since: first.at };
  await followRoots(tx, definition, rule, asked, (root, timeline, states) =>
    follow(timeline, states, byRoot.get(root) ?? [], look(root)),
  );
}

const lookOf =
  (definition: Definition, rule: Rule) =>
  (root: string): Look =>
  (states, day) =>
    read(definition, rule, root, states, day);

/** A change affects its root, and every root that its record ever belonged to. */
async function changesByRoot(
  tx: Tx,
  rule: Rule,
  changes: readonly RecordChange[],
): Promise<Map<string, RecordChange[]>> {
  const children = changes.filter(({ resource }) => resource !== rule.root);
  const members = children.flatMap((child) => {
    const root = rootOf(rule, child);
    return root === undefined ? [] : [{ root, subject: child.subject }];
  });
  const rows = await tx.query<{ root: string; subject: string }[]>(
    `WITH fresh AS (
       INSERT INTO indicator_member SELECT DISTINCT root, subject FROM json_to_recordset($1) AS given (root text, subject text)
       ON CONFLICT DO NOTHING RETURNING root, subject)
     SELECT root, subject FROM fresh UNION SELECT root, subject FROM indicator_member WHERE subject = ANY($2)`,
    [JSON.stringify(members), children.map(({ subject }) => subject)],
  );
  const rootsOf = Map.groupBy(
    rows.filter(({ root }) => resourceOf(root) === rule.root),
    ({ subject }) => subject,
  );
  const byRoot = new Map<string, RecordChange[]>();
  for (const changed of changes) {
    const roots =
      changed.resource === rule.root ? [changed.subject] : (rootsOf.get(changed.subject) ?? []).map(({ root }) => root);
    for (const root of roots) byRoot.set(root, [...(byRoot.get(root) ?? []), changed]);
  }
  return byRoot;
}

interface Asked {
  readonly roots: readonly string[];
  /** The states already include facts before this sequence. */
  readonly before: number;
  /** Contributions that were closed before this instant cannot change. */
  readonly since: string;
}

type Step = (root: string, timeline: Timeline, states: States) => Timeline;

async function followRoots(
  tx: Tx,
  definition: Definition,
  rule: Rule,
  { roots, before, since }: Asked,
  step: Step,
): Promise<void> {
  const known = await timelines(tx, definition, roots, since);
  const families = await familiesBefore(tx, roots, before);
  const followed = roots.map((root): Followed => {
    const timeline = known.get(root) ?? { known: [] };
    return { root, before: timeline, after: step(root, timeline, families.get(root) ?? new Map()) };
  });
  const moves = new Moves(definition);
  for (const { before: was, after } of followed) moves.add(was.known, after.known);
  const seen = followed.flatMap(({ before: was, after }) => [was.seenAt ?? since, after.seenAt ?? since]);
  const latest = seen.reduce((at, other) => (other > at ? other : at), since);
  await keepTimelines(tx, definition, rule, followed);
  await moveFigures(tx, definition, moves, latest);
}

/** For each root its own state and those of all records that ever belonged to it. */
async function familiesBefore(
  tx: Tx,
  roots: readonly string[],
  sequence: number,
): Promise<Map<string, Map<string, RecordData>>> {
  const members = await tx.query<{ root: string; subject: string }[]>(
    'SELECT root, subject FROM indicator_member WHERE root = ANY($1)',
    [roots],
  );
  const states = await statesBefore(tx, [...roots, ...members.map(({ subject }) => subject)], sequence);
  const families = new Map(roots.map((root) => [root, new Map<string, RecordData>()]));
  for (const { root, subject } of [...roots.map((root) => ({ root, subject: root })), ...members]) {
    const data = states.get(subject);
    if (data !== undefined) families.get(root)?.set(subject, data);
  }
  return families;
}
