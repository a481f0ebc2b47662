/** What the writers were told, and what the servers hold afterwards: the two must agree. */
import { connect } from '@nats-io/transport-node';
import pg from 'pg';
import type { Rig } from './rig.ts';

export interface Verdict {
  acknowledged: number;
  rows: number;
  /** Told 2xx, but not in its table. */
  lost: number;
  /** In log, stream or ledger more than once. */
  doubled: number;
  /** A row without its fact, a fact without its row, or a fact that log, stream and ledger do not all hold. */
  half: number;
}

async function ask<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

export const cooperationRows = <Row extends pg.QueryResultRow>(rig: Rig, sql: string): Promise<Row[]> =>
  ask(rig.around.databases.cooperation?.appUrl ?? '', sql);

export const gatewayRows = <Row extends pg.QueryResultRow>(rig: Rig, sql: string): Promise<Row[]> =>
  ask(rig.around.databases.gateway?.appUrl ?? '', sql);

export async function ledgerIds(rig: Rig): Promise<string[]> {
  const rows = await gatewayRows<{ id: string }>(
    rig,
    `SELECT id FROM ledger WHERE source = 'cooperation' ORDER BY sequence`,
  );
  return rows.map(({ id }) => id);
}

export async function logIds(rig: Rig): Promise<string[]> {
  const rows = await cooperationRows<{ id: string }>(
    rig,
    'SELECT event_id AS id FROM event_log ORDER BY pub_seq NULLS LAST, position',
  );
  return rows.map(({ id }) => id);
}

/** Every event in the stream, read with the operator's user, in order. */
export async function streamIds(rig: Rig): Promise<string[]> {
  const { user = '', password = '' } = rig.nats.users.operator ?? {};
  const connection = await connect({ servers: rig.nats.url, user, pass: password, timeout: 5_000 });
  try {
    const info = await connection.request('$JS.API.STREAM.INFO.INT_COOPERATION', '', { timeout: 5_000 });
    const { state }: { state: { last_seq: number } } = JSON.parse(info.string());
    const ids: string[] = [];
    for (let seq = 1; seq <= state.last_seq; seq++) {
      const answer = await connection.request('$JS.API.STREAM.MSG.GET.INT_COOPERATION', JSON.stringify({ seq }), {
        timeout: 5_000,
      });
      const { message }: { message: { data: string } } = JSON.parse(answer.string());
      ids.push(JSON.parse(Buffer.from(message.data, 'base64').toString()).id);
    }
    return ids;
  } finally {
    await connection.close();
  }
}

export async function verdict(rig: Rig, acknowledged: ReadonlySet<string>): Promise<Verdict> {
  const rows = await cooperationRows<{ id: string; facts: number }>(
    rig,
    `SELECT agreement.id, count(event_id)::int AS facts FROM agreement LEFT JOIN event_log ON aggregate_id = agreement.id::text GROUP BY agreement.id`,
  );
  const orphans = await cooperationRows(
    rig,
    'SELECT 1 FROM event_log WHERE NOT EXISTS (SELECT FROM agreement WHERE agreement.id::text = aggregate_id)',
  );
  const kept = new Set(rows.map(({ id }) => id));
  const held = { log: await logIds(rig), stream: await streamIds(rig), ledger: await ledgerIds(rig) };
  const repeated = (ids: readonly string[]) => ids.length - new Set(ids).size;
  const missing = (ids: readonly string[]) =>
    held.log.filter((id) => !ids.includes(id)).length + ids.filter((id) => !held.log.includes(id)).length;
  return {
    acknowledged: acknowledged.size,
    rows: rows.length,
    lost: [...acknowledged].filter((id) => !kept.has(id)).length,
    doubled:
      repeated(held.log) + repeated(held.stream) + repeated(held.ledger) + rows.filter(({ facts }) => facts > 1).length,
    half: orphans.length + rows.filter(({ facts }) => facts === 0).length + missing(held.stream) + missing(held.ledger),
  };
}
