/** The content of the servers: records, outboxes, streams, the ledger, and the states and figures computed from it. */
import { connect } from '@nats-io/transport-node';
import type { NatsConnection } from '@nats-io/transport-node';
import pg from 'pg';
import { streamOf } from '@passerelle/stack/nats-config';
import type { Rig } from './rig.ts';
import type { Copy, Fact, Holding, Row } from './verdict.ts';

export async function rowsOf<Found extends pg.QueryResultRow>(
  rig: Rig,
  service: string,
  sql: string,
): Promise<Found[]> {
  const client = new pg.Client({ connectionString: rig.around.databases[service]?.appUrl ?? '' });
  await client.connect();
  try {
    return (await client.query<Found>(sql)).rows;
  } finally {
    await client.end();
  }
}

export async function ledgerIds(rig: Rig, service: string): Promise<string[]> {
  const sql = `SELECT id FROM ledger WHERE source = '${service}' ORDER BY sequence`;
  return (await rowsOf<{ id: string }>(rig, 'gateway', sql)).map(({ id }) => id);
}

/** Every fact once: the data products have copies for their readers. */
const ofService = `WHERE product = 'internal' ORDER BY pub_seq NULLS LAST, position`;

export async function logIds(rig: Rig, service: string): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(rig, service, `SELECT event_id AS id FROM event_log ${ofService}`);
  return rows.map(({ id }) => id);
}

export async function logLength(rig: Rig, service: string): Promise<number> {
  const [row] = await rowsOf<{ facts: number }>(
    rig,
    service,
    `SELECT count(*)::int AS facts FROM event_log WHERE product = 'internal'`,
  );
  return row?.facts ?? 0;
}

const logOf = (rig: Rig, service: string): Promise<Fact[]> =>
  rowsOf<Fact>(
    rig,
    service,
    `SELECT event_id AS id, aggregate_id AS record, aggregate_version::int AS version, type, data,
            split_part(envelope->>'traceparent', '-', 2) AS trace
       FROM event_log ${ofService}`,
  );

/** Every event in the stream, read with the operator's user, in order. */
export async function streamed(rig: Rig, service: string): Promise<Copy[]> {
  const { user = '', password = '' } = rig.nats.users.operator ?? {};
  const connection = await connect({ servers: rig.nats.url, user, pass: password, timeout: 5_000 });
  try {
    const stream = streamOf(service);
    const info = await connection.request(`$JS.API.STREAM.INFO.${stream}`, '', { timeout: 5_000 });
    const { state }: { state?: { last_seq: number } } = JSON.parse(info.string());
    const copies: Copy[] = [];
    const atOnce = 50;
    for (let first = 1; first <= (state?.last_seq ?? 0); first += atOnce) {
      const some = Math.min(atOnce, (state?.last_seq ?? 0) - first + 1);
      const messages = Array.from({ length: some }, (_, index) => messageAt(connection, stream, first + index));
      copies.push(...(await Promise.all(messages)));
    }
    return copies;
  } finally {
    await connection.close();
  }
}

async function messageAt(connection: NatsConnection, stream: string, seq: number): Promise<Copy> {
  const asked = JSON.stringify({ seq });
  const answer = await connection.request(`$JS.API.STREAM.MSG.GET.${stream}`, asked, { timeout: 10_000 });
  const { message }: { message: { data: string } } = JSON.parse(answer.string());
  const text = Buffer.from(message.data, 'base64').toString();
  return { id: JSON.parse(text).id, text };
}

export async function holdingOf(rig: Rig, service: string): Promise<Holding> {
  const sql = `SELECT id, event AS text FROM ledger WHERE source = '${service}' ORDER BY sequence`;
  return {
    rows: await recordsOf(rig, service),
    trail: await trailOf(rig, service),
    log: await logOf(rig, service),
    stream: await streamed(rig, service),
    ledger: await rowsOf<Copy>(rig, 'gateway', sql),
  };
}

/** The versions of records in the audit trail; programs that follow here, and their keys, publish no facts. */
const trailOf = (rig: Rig, service: string): Promise<Row[]> =>
  rowsOf<Row>(
    rig,
    service,
    `SELECT record_id AS id, version FROM audit_entry WHERE kind NOT IN ('api_key', 'subscriber')`,
  );

/** Every row with an id and a version is a record, in any table of a service; the audit trail covers all of them. */
async function recordsOf(rig: Rig, service: string): Promise<Row[]> {
  const tables = await rowsOf<{ name: string }>(
    rig,
    service,
    `SELECT table_name AS name FROM information_schema.columns
      WHERE table_schema = 'public' AND table_name <> 'audit_entry' AND table_name NOT LIKE 'api_key%' AND table_name NOT LIKE 'subscriber%' AND (column_name, data_type) IN (('id', 'uuid'), ('version', 'integer'))
      GROUP BY table_name HAVING count(*) = 2`,
  );
  const found = tables.map(({ name }) => rowsOf<Row>(rig, service, `SELECT id, version FROM ${name}`));
  return (await Promise.all(found)).flat();
}

/** Records whose state in the gateway differs from their last fact, or that do not have one state per fact. */
export async function wrongStates(rig: Rig): Promise<string[]> {
  const rows = await rowsOf<{ subject: string }>(
    rig,
    'gateway',
    `WITH last AS (SELECT DISTINCT ON (subject) subject, sequence, data FROM ledger ORDER BY subject, sequence DESC),
          held AS (SELECT subject, count(*) AS states FROM record_state GROUP BY subject),
          told AS (SELECT subject, count(*) AS facts FROM ledger GROUP BY subject)
     SELECT coalesce(told.subject, held.subject) AS subject
       FROM told FULL JOIN held USING (subject) LEFT JOIN last USING (subject)
       LEFT JOIN record_state AS open ON open.subject = told.subject AND open.known_to IS NULL
      WHERE states IS DISTINCT FROM facts OR (open.sequence, open.data) IS DISTINCT FROM (last.sequence, last.data)`,
  );
  return rows.map(({ subject }) => subject);
}

interface Asked {
  code: string;
  dimensions: { name: string }[];
  /** The dimension that every question keeps. */
  apart?: string;
}

interface Observed {
  items: Record<string, unknown>[];
}

/** Every figure of every indicator, in total and by each of its dimensions, as the gateway returns it. */
export async function figuresOf(rig: Rig): Promise<string[]> {
  const ask = async <Answer>(path: string): Promise<Answer> => {
    const answer = await fetch(`${rig.gateway}/v1/${path}`, { signal: AbortSignal.timeout(20_000) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${answer.status} from ${path}: ${text}`);
    return JSON.parse(text);
  };
  const { items } = await ask<{ items: Asked[] }>('indicators');
  const figures: string[] = [];
  for (const { code, dimensions, apart } of items) {
    const kept = apart === undefined ? [] : [apart];
    const axes = [kept, ...dimensions.map(({ name }) => [...kept, name])];
    for (const query of axes.map((names) => names.map((name) => `dimension=${name}`).join('&'))) {
      const observed = await ask<Observed>(`indicators/${code}/observations?${query}`);
      for (const { period, dimensions, numerator, denominator, value } of observed.items)
        figures.push(JSON.stringify({ code, query, period, dimensions, numerator, denominator, value }));
    }
  }
  return figures.sort();
}
