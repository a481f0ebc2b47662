import { createHash } from 'node:crypto';
import { z } from 'zod';
import { isUniqueViolation, preparedIn, sendIn, type Database, type Tx } from '../database/index.js';
import type { Caller } from '../../access/identity/index.js';
import { idempotencyConflict, inputFault, refusal, requestInProgress } from '../../kernel/problems/index.js';
import type { RpcReply } from '../../kernel/rpc/index.js';

// Idempotency: a request that is sent twice makes its change once. The answer is kept in the transaction of the change, for 24
// hours, under (client, operation, key). Refusals are not kept: a refused call is checked again.

export interface IdempotentCall {
  readonly client: string;
  readonly operation: string;
  readonly key: string;
  readonly hash: string;
  /** Fields of the answer that are shown once (secrets): not stored, and missing in a replay. */
  readonly once: readonly string[];
}

/** Ends the transaction of a repeated request: its change was made by the first one. */
export class Replayed extends Error {
  constructor(readonly reply: RpcReply) {
    super('answered before');
  }
}

const form = /^[\x21-\x7e]{1,255}$/;

/** The key of a header, or 400. */
export function readKey(header: string): string {
  if (form.test(header)) return header;
  throw inputFault('header', 'Idempotency-Key', 'schemaViolation', 'must be 1 to 255 visible ASCII characters');
}

/**
 * Two requests are the same when address, body and sender are the same: one client may act for many people of several regions,
 * and an answer is meant for the person who asked.
 */
export const hashOf = ({ subject, party }: Caller, address: string, body: Uint8Array): string =>
  createHash('sha256')
    .update(JSON.stringify([subject, party, address]))
    .update(body)
    .digest('hex');

const Headers = z.record(z.string(), z.string());

interface Kept {
  readonly free: boolean;
  readonly hash: string | null;
  readonly status: number;
  readonly headers: unknown;
  readonly body: string;
  readonly expired: boolean;
}

// Locks and reads in one statement. A repeated request that commits in between is caught by the primary key, with COMMIT.
const look = `
  SELECT pg_try_advisory_xact_lock(hashtextextended($1 || ' ' || $2 || ' ' || $3, 0)) AS free,
         kept.hash, kept.status, kept.headers, kept.body, kept.at <= now() - interval '24 hours' AS expired
    FROM (SELECT 1) AS asked
    LEFT JOIN idempotency_key AS kept ON kept.client = $1 AND kept.operation = $2 AND kept.key = $3`;

const forgetOne = 'DELETE FROM idempotency_key WHERE client = $1 AND operation = $2 AND key = $3';

export async function refuseTwin(tx: Tx, { client, operation, key, hash }: IdempotentCall): Promise<void> {
  const names = [client, operation, key];
  const { rows } = await preparedIn<Kept & { hash: string | null }>(tx, look, names);
  const [kept] = rows;
  const isAnswered = kept !== undefined && kept.hash !== null && !kept.expired;
  if (!isAnswered && kept?.free !== true) throw refusal(requestInProgress);
  // An answer older than a day may not be deleted yet: its key is free again.
  if (kept?.expired === true) sendIn(tx, forgetOne, names);
  if (!isAnswered) return;
  if (kept.hash !== hash) throw refusal(idempotencyConflict);
  const headers = { ...Headers.parse(kept.headers), 'Idempotent-Replayed': 'true' };
  throw new Replayed({ status: kept.status, headers, body: new TextEncoder().encode(kept.body) });
}

const keep = `
  INSERT INTO idempotency_key (client, operation, key, hash, status, headers, body) VALUES ($1, $2, $3, $4, $5, $6, $7)`;

export function keepReply(tx: Tx, call: IdempotentCall, reply: RpcReply): void {
  const { client, operation, key, hash, once } = call;
  const body = withoutFields(new TextDecoder().decode(reply.body), once);
  const values = [client, operation, key, hash, reply.status, JSON.stringify(reply.headers), body];
  sendIn(tx, keep, values, (error) =>
    isUniqueViolation(error, 'idempotency_key_pkey') ? refusal(requestInProgress) : error,
  );
}

// A thousand at a time, so that no statement holds locks for long.
const most = 1_000;
const forget = `
  WITH old AS (SELECT client, operation, key FROM idempotency_key WHERE at <= now() - interval '24 hours' LIMIT ${most}),
       gone AS (DELETE FROM idempotency_key WHERE (client, operation, key) IN (SELECT * FROM old) RETURNING 1)
  SELECT count(*)::int AS forgotten FROM gone`;

/** Deletes answers older than a day, until all are gone or `stop` aborts; returns how many. */
export async function forgetReplies(database: Database, stop?: AbortSignal): Promise<number> {
  for (let total = 0; ;) {
    const [{ forgotten } = { forgotten: 0 }] = await database.query<{ forgotten: number }>(forget);
    total += forgotten;
    if (forgotten < most || stop?.aborted === true) return total;
  }
}

interface KeptBody {
  readonly client: string;
  readonly operation: string;
  readonly key: string;
  readonly body: string;
}

/** Changes the answers that contain this text, as it is inside JSON: a repeated request gets what remains. Returns how many. */
export async function rewriteReplies(tx: Tx, text: string, rest: (body: unknown) => unknown): Promise<number> {
  const rows = await tx.query<KeptBody[]>(
    'SELECT client, operation, key, body FROM idempotency_key WHERE strpos(body, $1) > 0 FOR UPDATE',
    [text],
  );
  for (const { client, operation, key, body } of rows)
    await tx.query('UPDATE idempotency_key SET body = $4 WHERE client = $1 AND operation = $2 AND key = $3', [
      client,
      operation,
      key,
      JSON.stringify(rest(JSON.parse(body))),
    ]);
  return rows.length;
}

function withoutFields(body: string, fields: readonly string[]): string {
  if (fields.length === 0) return body;
  const shown: unknown = JSON.parse(body, (name, value: unknown) => (fields.includes(name) ? undefined : value));
  return JSON.stringify(shown);
}
