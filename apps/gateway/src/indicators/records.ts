import { LocalizedText } from '@passerelle/domain/localized-text';
import { openCursor, sealCursor, type Page } from '@passerelle/platform/data/lists';
import type { Database } from '@passerelle/platform/data/database';
import { maySee, type Viewer } from '@passerelle/platform/access/rights';
import { z } from 'zod';
import { inUnit, type Definition } from './definition.schema.js';
import { openAt } from './figures.js';
import { listOf } from './list-figures.js';
import type { MeasuredRecord, MeasuredRecordsQuery } from './observation.schema.js';
import type { Pinned } from './question.js';

// The records of a figure come from the very rows that it is counted from, so that they agree by construction.

interface Row {
  readonly root: string;
  readonly subject: string;
  readonly period: string;
  readonly key: string;
  readonly numerator: string;
  readonly denominator: string;
  readonly data: unknown;
}

const stateThen = `
  LEFT JOIN LATERAL (
    SELECT data FROM record_state WHERE record_state.subject = row.subject AND record_state.known_from <= $1
     ORDER BY record_state.sequence DESC LIMIT 1) AS state ON NOT EXISTS (
    SELECT 1 FROM record_state AS now
     WHERE now.subject = row.subject AND now.known_to IS NULL AND now.data ->> 'retractedAt' IS NOT NULL)`;

interface Site {
  readonly publicUrl: string;
  /** Signs cursors. */
  readonly secret: string;
}

/**
 * Records that the viewer may not see, or that were taken back since, are counted and left blank: where a figure measures amounts,
 * without the amount, which would give away what the record says.
 */
export async function recordsBehind(
  db: Database,
  definition: Definition,
  pinned: Pinned,
  asked: MeasuredRecordsQuery,
  viewer: Viewer,
  { publicUrl, secret }: Site,
): Promise<Page> {
  const place = { list: 'contribution', filters: pinned, sort: 'root' };
  const after = asked.after === undefined ? undefined : openCursor(secret, place, asked.after);
  const values: unknown[] = [pinned.asOf];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const behind = openAt(definition, [pinned.period], pinned.filters, pinned.asOf, bind);
  const total = asked.total ? await count(db, behind, [...values]) : undefined;
  const position = after === undefined ? '' : ` AND (row.root, row.key) > (${bind(after.key)}, ${bind(after.id)})`;
  const rows = await db.query<Row>(
    `SELECT row.root, row.subject, row.period, row.key, row.numerator, row.denominator, state.data FROM contribution AS row ${stateThen}
      WHERE ${behind}${position} ORDER BY row.root, row.key LIMIT ${bind(asked.pageSize + 1)}`,
    values,
  );
  const items = rows.slice(0, asked.pageSize).map((row) => shown(definition, row, viewer, publicUrl));
  const last = rows.length > asked.pageSize ? rows[asked.pageSize - 1] : undefined;
  return {
    items,
    ...(last === undefined ? {} : { next: sealCursor(secret, place, { key: last.root, id: last.key }) }),
    ...(total === undefined ? {} : { total }),
  };
}

async function count(db: Database, behind: string, values: readonly unknown[]): Promise<number> {
  const [row] = await db.query<{ total: number }>(
    `SELECT count(*)::int AS total FROM contribution AS row WHERE $1::text <> '' AND ${behind}`,
    values,
  );
  return row?.total ?? 0;
}

const Shown = z.looseObject({
  classification: z.string(),
  parties: z.array(z.string()).optional(),
  ref: z.string().optional(),
  title: LocalizedText(1, 300).optional().catch(undefined),
});

/** The denominator of a share of a list belongs to the list, not to its records. */
const hasDenominators = (definition: Definition): boolean =>
  definition.measure !== 'count' && listOf(definition) === undefined;

const measuresAmounts = ({ measure }: Definition): boolean =>
  measure === 'sum' || measure === 'mean' || measure === 'median' || measure === 'perUnit';

function shown(definition: Definition, row: Row, viewer: Viewer, publicUrl: string): MeasuredRecord {
  const { subject, period, key } = row;
  const amounts = {
    numerator: inUnit(definition, Number(row.numerator)),
    ...(hasDenominators(definition) ? { denominator: Number(row.denominator) } : {}),
  };
  const { data } = Shown.safeParse(row.data);
  if (data === undefined || !maySee(viewer, data))
    return { redacted: true, period, ...(measuresAmounts(definition) ? {} : amounts) };
  const { ref, title } = data;
  return { redacted: false, subject, href: `${publicUrl}/v1/${subject}`, ref, title, period, key, ...amounts };
}
