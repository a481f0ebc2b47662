import type { Database } from '../../data/database/index.js';
import { canonical, chained, origin } from './seal.js';

/** An entry that is still unsealed after this time was probably kept from being sealed on purpose. */
const unsealedSec = 5;
const page = 1_000;

export interface Verdict {
  readonly entries: number;
  readonly sealNo: number;
  readonly hash: string;
  readonly unsealed: number;
  readonly intact: boolean;
  /** The first fault, in English, for the investigator. */
  readonly faults: readonly string[];
}

interface Sealed {
  readonly no: string;
  readonly hash: string;
  readonly text: string;
}

/** Computes the chain of the whole trail again, and compares it with its head and with the hashes in published facts. */
export async function verifyTrail(db: Database, stop?: AbortSignal): Promise<Verdict> {
  // The head is read first: it moves while the entries are read, and the chain must reach at least this far.
  const known = await anchorsOf(db);
  const faults: string[] = [];
  let hash = origin;
  let last = 0;
  for (
    let rows = await sealedAfter(db, 0);
    rows.length > 0 && faults.length === 0;
    rows = await sealedAfter(db, last)
  ) {
    stop?.throwIfAborted();
    for (const row of rows) {
      hash = chained(hash, row.text);
      const fault = faultIn(row, last + 1, hash, known);
      if (fault !== undefined) faults.push(fault);
      last = Number(row.no);
      if (fault !== undefined) break;
    }
  }
  const end = Math.max(0, ...known.keys());
  if (faults.length === 0 && end > last) faults.push(`the trail ends with entry ${last}, entry ${end} was known`);
  const { entries, unsealed, late } = await counts(db);
  if (late > 0) faults.push(`${late} entries have not been sealed for more than ${unsealedSec} seconds`);
  return { entries, sealNo: last, hash, unsealed, intact: faults.length === 0, faults };
}

function faultIn(row: Sealed, expected: number, hash: string, known: ReadonlyMap<number, string>): string | undefined {
  const no = Number(row.no);
  if (no !== expected) return `entry ${expected} is missing`;
  if (hash !== row.hash) return `entry ${no} is not what was sealed`;
  const told = known.get(no);
  return told === undefined || told === hash ? undefined : `entry ${no} differs from its published hash`;
}

interface Counts {
  readonly entries: number;
  readonly unsealed: number;
  readonly late: number;
}

async function counts(db: Database): Promise<Counts> {
  const [row] = await db.query<Counts>(
    `SELECT count(*)::int AS entries, (count(*) FILTER (WHERE seal_no IS NULL))::int AS unsealed,
            (count(*) FILTER (WHERE seal_no IS NULL AND at < now() - interval '${unsealedSec} seconds'))::int AS late
       FROM audit_entry`,
  );
  return row ?? { entries: 0, unsealed: 0, late: 0 };
}

const sealedAfter = (db: Database, last: number): Promise<Sealed[]> =>
  db.query<Sealed>(
    `SELECT seal_no AS no, hash, ${canonical} AS text FROM audit_entry WHERE seal_no > $1 ORDER BY seal_no LIMIT ${page}`,
    [last],
  );

/** The head, and the earlier heads in hourly facts: those are in the event log, in the stream and at every subscriber. */
async function anchorsOf(db: Database): Promise<Map<number, string>> {
  const rows = await db.query<{ no: string; hash: string }>(
    `SELECT data::jsonb->>'sealNo' AS no, data::jsonb->>'hash' AS hash FROM event_log WHERE type = 'auditTrails.sealed'
      UNION ALL SELECT seal_no::text, hash FROM audit_head WHERE seal_no > 0`,
  );
  return new Map(rows.map(({ no, hash }) => [Number(no), hash]));
}
