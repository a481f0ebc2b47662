import { createHash } from 'node:crypto';
import type { Tx } from '../../data/database/index.js';

// A hash chain: entries are sealed in batches after they were committed, and each hash includes the previous one, so a changed,
// removed or inserted entry is detected. Chaining inside every write would cost a quarter of the throughput.

/** The predecessor of the first entry. */
export const origin = '0'.repeat(64);

export const chained = (previous: string, canonical: string): string =>
  createHash('sha256').update(previous).update(canonical).digest('hex');

/** NULL without a reason. */
const reasonDigest = `encode(sha256(convert_to(reason::text, 'UTF8')), 'hex')`;

/** A reason that was erased before its entry is sealed has left its digest. */
const digestToSeal = `coalesce(${reasonDigest}, reason_sha256)`;

/** The canonical text of an entry: its columns in a fixed order, instants in UTC. */
const canonicalWith = (reason: string): string => `
  jsonb_build_array(id, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), actor, client, party, operation, kind,
                    record_id, version, before, after, ${reason}, trace)::text`;

/** The digest stands for the reason, so that the chain outlives a reason that is taken back. */
const canonicalToSeal = canonicalWith(`to_jsonb(${digestToSeal})`);

/** The same once it is sealed: a reason that is still there must have its digest. Earlier releases sealed the reason itself. */
export const canonical = canonicalWith(`
  CASE WHEN reason_sha256 IS NULL THEN reason WHEN reason IS NULL THEN to_jsonb(reason_sha256) ELSE to_jsonb(${reasonDigest}) END`);

const batch = 500;

interface Unsealed {
  readonly id: string;
  readonly text: string;
}

/** Seals the next entries; returns how many. One instance seals at a time, the others skip. */
export async function sealNext(tx: Tx): Promise<number> {
  const [head] = await tx.query<{ no: string; hash: string }[]>(
    'SELECT seal_no AS no, hash FROM audit_head FOR UPDATE SKIP LOCKED',
  );
  if (head === undefined) return 0;
  const entries = await tx.query<Unsealed[]>(
    `SELECT id, ${canonicalToSeal} AS text FROM audit_entry WHERE seal_no IS NULL ORDER BY id LIMIT ${batch}`,
  );
  if (entries.length === 0) return 0;
  let { hash } = head;
  const hashes = entries.map(({ text }) => (hash = chained(hash, text)));
  await tx.query(
    `UPDATE audit_entry AS entry SET seal_no = $1::bigint + sealed.rank, hash = sealed.hash, reason_sha256 = ${digestToSeal}
       FROM unnest($2::uuid[], $3::text[]) WITH ORDINALITY AS sealed (id, hash, rank) WHERE entry.id = sealed.id`,
    [head.no, entries.map(({ id }) => id), hashes],
  );
  await tx.query('UPDATE audit_head SET seal_no = $1, hash = $2', [Number(head.no) + entries.length, hash]);
  return entries.length;
}
