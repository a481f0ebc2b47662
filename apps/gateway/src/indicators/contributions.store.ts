import type { Tx } from '@passerelle/platform/data/database';
import type { Definition, Rule } from './definition.schema.js';
import { identity, type KnownContribution, type Timeline } from './timeline.js';

// Timelines in the database: read for many roots at once, and written as the rows that differ.

interface ContributionRow {
  readonly root: string;
  readonly period: string;
  readonly key: string;
  readonly dimensions: Record<string, string[]>;
  readonly subject: string;
  readonly numerator: string;
  readonly denominator: string;
  readonly known_from: Date;
  readonly known_to: Date | null;
}

const knownRows = `
  SELECT root, period, key, dimensions, subject, numerator, denominator, known_from, known_to FROM contribution
   WHERE definition = $1 AND version = $2 AND root = ANY($3) AND (known_to IS NULL OR known_to >= $4)`;

/** The timelines of roots, as far as facts from `since` on can still change them. */
export async function timelines(
  tx: Tx,
  { code, version }: Definition,
  roots: readonly string[],
  since: string,
): Promise<Map<string, Timeline>> {
  const rows = await tx.query<ContributionRow[]>(knownRows, [code, version, roots, since]);
  const seen = await tx.query<{ root: string; seen_at: Date; next_at: Date | null }[]>(
    'SELECT root, seen_at, next_at FROM indicator_root WHERE definition = $1 AND version = $2 AND root = ANY($3)',
    [code, version, roots],
  );
  const known = Map.groupBy(rows, ({ root }) => root);
  return new Map(
    seen.map(({ root, seen_at, next_at }) => [
      root,
      {
        known: (known.get(root) ?? []).map(knownOf),
        seenAt: seen_at.toISOString(),
        ...(next_at === null ? {} : { nextAt: next_at.toISOString() }),
      },
    ]),
  );
}

const knownOf = ({
  root: _,
  numerator,
  denominator,
  known_from,
  known_to,
  ...row
}: ContributionRow): KnownContribution => ({
  ...row,
  numerator: Number(numerator),
  denominator: Number(denominator),
  knownFrom: known_from.toISOString(),
  ...(known_to === null ? {} : { knownTo: known_to.toISOString() }),
});

/** The change of a root's timeline. */
export interface Followed {
  readonly root: string;
  readonly before: Timeline;
  readonly after: Timeline;
}

const columns = 'period text, root text, key text, known_from timestamptz';
const sameRow =
  'row.definition = $1 AND row.version = $2 AND row.period = given.period AND row.root = given.root AND row.key = given.key AND row.known_from = given.known_from';

const forget = `DELETE FROM contribution AS row USING json_to_recordset($3) AS given (${columns}) WHERE ${sameRow}`;
const endKnowing = `
  UPDATE contribution AS row SET known_to = given.known_to
    FROM json_to_recordset($3) AS given (${columns}, known_to timestamptz) WHERE ${sameRow}`;
const know = `
  INSERT INTO contribution (definition, version, period, root, key, dimensions, subject, numerator, denominator, known_from, known_to)
  SELECT $1, $2, period, root, key, dimensions, subject, numerator, denominator, known_from, known_to
    FROM json_to_recordset($3)
      AS given (${columns}, dimensions jsonb, subject text, numerator numeric, denominator numeric, known_to timestamptz)`;
const remember = `
  INSERT INTO indicator_root (definition, version, source, root, seen_at, next_at)
  SELECT $1, $2, $3, root, seen_at, next_at FROM json_to_recordset($4) AS given (root text, seen_at timestamptz, next_at timestamptz)
  ON CONFLICT (definition, version, root) DO UPDATE SET seen_at = excluded.seen_at, next_at = excluded.next_at`;

/** Writes the differences; unchanged contributions cost nothing. */
export async function keepTimelines(
  tx: Tx,
  { code, version }: Definition,
  { source }: Rule,
  followed: readonly Followed[],
): Promise<void> {
  const differences = followed.map(difference);
  const statements = [
    [forget, differences.flatMap(({ forgotten }) => forgotten)],
    [endKnowing, differences.flatMap(({ changed }) => changed)],
    [know, differences.flatMap(({ added }) => added)],
  ] as const;
  for (const [sql, rows] of statements) {
    if (rows.length > 0) await tx.query(sql, [code, version, JSON.stringify(rows)]);
  }
  const roots = followed.map(({ root, after }) => ({ root, seen_at: after.seenAt, next_at: after.nextAt }));
  await tx.query(remember, [code, version, source, JSON.stringify(roots)]);
}

function difference({ root, before, after }: Followed) {
  const was = new Map(before.known.map((row) => [rowId(row), row]));
  const is = new Map(after.known.map((row) => [rowId(row), row]));
  const rowOf = ({ knownFrom, knownTo, ...row }: KnownContribution) => ({
    ...row,
    root,
    known_from: knownFrom,
    known_to: knownTo ?? null,
  });
  return {
    forgotten: [...was].filter(([id]) => !is.has(id)).map(([, row]) => rowOf(row)),
    changed: [...is]
      .filter(([id, row]) => was.has(id) && was.get(id)?.knownTo !== row.knownTo)
      .map(([, row]) => rowOf(row)),
    added: [...is].filter(([id]) => !was.has(id)).map(([, row]) => rowOf(row)),
  };
}

const rowId = (row: KnownContribution): string => `${row.knownFrom} ${identity(row)}`;
