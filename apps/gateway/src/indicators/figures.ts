import type { Database } from '@passerelle/platform/data/database';
import { total } from './cells.js';
import { concentrated } from './concentration.js';
import { hasCoverage, type Definition } from './definition.schema.js';
import type { Figure } from './figure.js';
import { unknownKeys } from './formulas/per-unit.js';
import type { Narrowing, Question } from './question.js';

// Reads figures. Totals and single values of a dimension are stored, so reading them takes constant time. Crossed
// dimensions, several values of one, figures with a coverage, and past instants since which something has moved are
// counted on demand.

export interface Figures {
  readonly asOf: string;
  readonly position: Readonly<Record<string, number>>;
  readonly figures: readonly Figure[];
}

interface Knowledge {
  readonly position: Record<string, number> | null;
  readonly known_at: Date | null;
  readonly behind: boolean;
  readonly kept: readonly (Omit<Figure, 'values'> & { readonly value: string })[] | null;
  readonly unmoved: readonly string[] | null;
}

// Of a concentration the keys are read, of which a cell has as many as there are different ones: countries, at most 250.
const keptOf = ({ measure }: Definition): string => {
  const [table, numerator, denominator] =
    measure === 'concentration' ? ['cell_key', 'contributions', '0'] : ['cell', 'numerator', 'denominator'];
  return `
    SELECT json_agg(json_build_object('period', period, 'value', value, 'numerator', ${numerator}, 'denominator', ${denominator}) ORDER BY value)
      FROM ${table} WHERE definition = $1 AND version = $2 AND period = ANY($3) AND dimension = $4 AND ($5::text IS NULL OR value = $5)`;
};

// One statement, so that position, instant and figures are consistent.
const knowledgeOf = (definition: Definition): string => `
  SELECT (SELECT json_object_agg(own.source, coalesce(reached.sequence, 0)) FROM own LEFT JOIN reached USING (source)) AS position,
         (SELECT max(recordedtime) FROM reached) AS known_at,
         EXISTS (SELECT 1 FROM indicator_root WHERE definition = $1 AND version = $2 AND next_at <= $7) AS behind,
         (${keptOf(definition)}) AS kept,
         (SELECT json_agg(period) FROM cell
           WHERE definition = $1 AND version = $2 AND period = ANY($3) AND dimension = '' AND value = '' AND touched_at <= $6) AS unmoved`;

const reached = `
  WITH own AS (SELECT source, sequence FROM indicator_position WHERE definition = $1 AND version = $2),
  reached AS (
    SELECT own.source, fact.sequence, fact.recordedtime FROM own, LATERAL (
      SELECT sequence, recordedtime FROM ledger
       WHERE ledger.source = own.source AND ledger.sequence <= own.sequence AND ledger.recordedtime <= $6
       ORDER BY recordedtime DESC, ledger.sequence DESC LIMIT 1) AS fact)`;

/** `midnight` is the last one that passed: without a later fact, the current figures were already known then. */
export async function figuresOf(
  db: Database,
  definition: Definition,
  question: Question,
  midnight: string,
): Promise<Figures> {
  const { periods, asOf } = question;
  const cells = isKept(definition) ? keptFor(question) : undefined;
  const at = asOf ?? 'infinity';
  const values = [
    definition.code,
    definition.version,
    periods,
    cells?.dimension ?? '',
    cells?.value ?? null,
    at,
    midnight,
  ];
  const [known] = await db.query<Knowledge>(`${reached}${knowledgeOf(definition)}`, values);
  const unmoved = new Set(cells === undefined ? [] : known?.unmoved);
  const kept = (known?.kept ?? [])
    .filter(({ period }) => unmoved.has(period))
    .map(({ value, ...figure }) => ({ ...figure, values: cells?.axis === true ? [value] : [] }));
  const open = cells !== undefined && asOf === undefined ? [] : periods.filter((period) => !unmoved.has(period));
  const counted = open.length === 0 ? [] : await count(db, definition, { ...question, periods: open }, at);
  const found = [...kept, ...counted];
  const figures = definition.measure === 'concentration' ? concentrated(found) : found;
  return { asOf: asOf ?? instantOf(known, midnight), position: known?.position ?? {}, figures };
}

/** A coverage counts records, and a cell does not know how many there are. */
const isKept = (definition: Definition): boolean => !hasCoverage(definition) && definition.measure !== 'perUnit';

function instantOf(known: Knowledge | undefined, midnight: string): string {
  const last = known?.known_at?.toISOString();
  if (last === undefined) return midnight;
  return known?.behind === true || last > midnight ? last : midnight;
}

interface KeptCells {
  readonly dimension: string;
  /** Undefined for all values of an axis. */
  readonly value?: string | undefined;
  readonly axis: boolean;
}

/** The cells with the answer; undefined if it is not stored. */
function keptFor({ axes, filters }: Question): KeptCells | undefined {
  const [axis] = axes;
  const [filter] = filters;
  if (axes.length + filters.length > 1) return undefined;
  if (axis !== undefined) return { dimension: axis, axis: true };
  if (filter === undefined) return { ...total, axis: false };
  return filter.values.length === 1 ? { dimension: filter.dimension, value: filter.values[0], axis: false } : undefined;
}

type Bind = (value: unknown) => string;

/** The contributions that were open at an instant, filtered; `row` is the contribution. */
export function openAt(
  definition: Definition,
  periods: readonly string[],
  filters: readonly Narrowing[],
  at: string,
  bind: Bind,
): string {
  const instant = `${bind(at)}::timestamptz`;
  const narrowed = filters.map(
    ({ dimension, values }) => ` AND row.dimensions -> ${bind(dimension)} ?| ${bind(values)}::text[]`,
  );
  return (
    `row.definition = ${bind(definition.code)} AND row.version = ${bind(definition.version)} AND row.period = ANY(${bind(periods)})` +
    ` AND row.known_from <= ${instant} AND (row.known_to IS NULL OR row.known_to > ${instant})${narrowed.join('')}`
  );
}

async function count(
  db: Database,
  definition: Definition,
  { periods, axes, filters }: Question,
  at: string,
): Promise<Figure[]> {
  const values: unknown[] = [];
  const bind: Bind = (value) => `$${values.push(value)}`;
  const joined = axes.map(
    (axis, index) => `, LATERAL jsonb_array_elements_text(row.dimensions -> ${bind(axis)}) AS axis${index} (value)`,
  );
  const columns = axes.map((_, index) => `axis${index}.value`);
  // A filtered axis shows the requested values only, not the other values of the same records.
  const shown = filters.flatMap(({ dimension, values: wanted }) => {
    const index = axes.indexOf(dimension);
    return index < 0 ? [] : [` AND axis${index}.value = ANY(${bind(wanted)}::text[])`];
  });
  const rows = await db.query<CountedRow>(
    `SELECT row.period, ARRAY[${columns.join(', ')}]::text[] AS values, ${tallyOf(definition)}
       FROM contribution AS row${joined.join('')} WHERE ${openAt(definition, periods, filters, at, bind)}${shown.join('')}
      GROUP BY ${['row.period', ...columns, ...keyOf(definition)].join(', ')} ORDER BY ${['row.period', ...columns].join(', ')}`,
    values,
  );
  return rows.map(figureOf);
}

const figureOf = ({ period, values, numerator, denominator, measured, known, amounts }: CountedRow): Figure => ({
  period,
  values,
  numerator: Number(numerator),
  denominator: Number(denominator),
  ...(measured === null ? {} : { measured }),
  ...(known === null || amounts === null ? {} : { coverage: { measured: known, all: amounts } }),
});

interface CountedRow {
  readonly period: string;
  readonly values: readonly string[];
  readonly numerator: string;
  readonly denominator: string;
  readonly measured: number | null;
  readonly known: number | null;
  readonly amounts: number | null;
}

/** A concentration is counted key by key. */
const keyOf = ({ measure }: Definition): string[] => (measure === 'concentration' ? ['row.key'] : []);

/** The coverage: the number of measured records, and of all records. */
const coverage =
  'count(DISTINCT row.root) FILTER (WHERE row.denominator > 0) AS numerator, count(DISTINCT row.root) AS denominator';

const measuredBy = {
  median: 'percentile_cont(0.5) WITHIN GROUP (ORDER BY row.numerator::float8)',
  mean: 'avg(row.numerator)',
  sum: 'sum(row.numerator)',
};

/** The records with an amount, and those without an unknown one. */
const amountsKnown = `
  count(DISTINCT row.root) FILTER (WHERE row.denominator = 0)::int AS amounts,
  (count(DISTINCT row.root) FILTER (WHERE row.denominator = 0)
    - count(DISTINCT row.root) FILTER (WHERE row.key LIKE '${unknownKeys}'))::int AS known`;
const noAmounts = 'NULL::int AS amounts, NULL::int AS known';

function tallyOf({ measure, sharedKeys }: Definition): string {
  if (measure === 'median' || measure === 'mean' || measure === 'sum')
    return `${coverage}, (${measuredBy[measure]} FILTER (WHERE row.denominator > 0))::float8 AS measured, ${noAmounts}`;
  if (measure === 'concentration')
    return `count(*) AS numerator, 0 AS denominator, NULL::float8 AS measured, ${noAmounts}`;
  const numerator = sharedKeys ? 'count(DISTINCT row.key) FILTER (WHERE row.numerator <> 0)' : 'sum(row.numerator)';
  const known = measure === 'perUnit' ? amountsKnown : noAmounts;
  return `${numerator} AS numerator, sum(row.denominator) AS denominator, NULL::float8 AS measured, ${known}`;
}
