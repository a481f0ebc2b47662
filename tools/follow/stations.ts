import { connect } from '@nats-io/transport-node';
import pg from 'pg';
import type { ReadyStack } from './stack.ts';

/** One place that a fact passed: the place, the time, and the fact as seen there. */
export interface Station {
  where: string;
  at?: string;
  what: string;
}

export interface LoggedFact {
  service: string;
  type: string;
  /** `agreements/<uuid>` */
  subject: string;
  version: number;
  id: string;
  sequence: string;
  recordedAt: string;
  trace: string | undefined;
}

async function ask<Row extends pg.QueryResultRow>(url: string, sql: string, values: unknown[]): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000, query_timeout: 5_000 });
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

const databaseOf = (stack: ReadyStack, service: string): string => stack.databases[service]?.appUrl ?? '';

export async function factsOf(stack: ReadyStack, service: string, reference: string): Promise<LoggedFact[]> {
  const rows = await ask(
    databaseOf(stack, service),
    `SELECT type, aggregate_id, aggregate_version, event_id, pub_seq, recorded_at, envelope->>'traceparent' AS traceparent
       FROM event_log WHERE product = 'internal' AND aggregate_id IN
            (SELECT aggregate_id FROM event_log WHERE product = 'internal' AND data::jsonb->>'ref' = $1)
      ORDER BY position`,
    [reference],
  );
  return rows.map((row) => ({
    service,
    type: row.type,
    subject: `${row.type.split('.')[0]}/${row.aggregate_id}`,
    version: Number(row.aggregate_version),
    id: row.event_id,
    sequence: row.pub_seq ?? 'none yet',
    recordedAt: row.recorded_at?.toISOString() ?? '',
    trace: row.traceparent?.split('-')[1],
  }));
}

/** Read from the stream itself, with the service's own user. */
export async function streamMessage(stack: ReadyStack, fact: LoggedFact): Promise<Station> {
  const stream = `INT_${fact.service.toUpperCase()}`;
  const login = stack.natsUsers[fact.service];
  const connection = await connect({
    servers: stack.nats,
    user: login?.user,
    pass: login?.password,
    inboxPrefix: `_INBOX.${login?.user}`,
    timeout: 2_000,
  });
  try {
    const request = JSON.stringify({ seq: Number(fact.sequence) });
    const answer = await connection.request(`$JS.API.STREAM.MSG.GET.${stream}`, request, { timeout: 3_000 });
    const { message } = answer.json<{ message?: { subject: string; time: string; seq: number; data: string } }>();
    if (message === undefined) return { where: `stream ${stream}`, what: 'not there' };
    const event: { id: string } = JSON.parse(Buffer.from(message.data, 'base64').toString());
    const same = event.id === fact.id ? 'the same event' : `ANOTHER event: ${event.id}`;
    return {
      where: `stream ${stream}`,
      at: message.time.slice(0, 23) + 'Z',
      what: `sequence ${message.seq}, ${message.subject}, ${same}`,
    };
  } finally {
    await connection.close();
  }
}

export async function ledgerRow(stack: ReadyStack, fact: LoggedFact): Promise<Station> {
  const [row] = await ask(
    databaseOf(stack, 'gateway'),
    'SELECT source, sequence, recordedtime FROM ledger WHERE id = $1',
    [fact.id],
  );
  if (row === undefined) return { where: 'gateway: ledger', what: 'not there yet' };
  return { where: 'gateway: ledger', at: row.recordedtime.toISOString(), what: `${row.source} ${row.sequence}` };
}

/** The figures in which the record counts now, as the door publishes them. */
export async function figuresOf(stack: ReadyStack, fact: LoggedFact): Promise<Station[]> {
  const rows = await ask(
    databaseOf(stack, 'gateway'),
    `SELECT definition, string_agg(DISTINCT period, ',' ORDER BY period) AS periods FROM contribution
      WHERE (root = $1 OR subject = $1) AND known_to IS NULL GROUP BY definition ORDER BY definition`,
    [fact.subject],
  );
  return Promise.all(rows.map(({ definition, periods }) => figure(stack, definition, periods.split(','))));
}

async function figure(stack: ReadyStack, code: string, periods: string[]): Promise<Station> {
  const years = periods.filter((period) => period.length === 4);
  const query = years.map((year) => `period=${year}`).join('&');
  const answer = await fetch(`${stack.gateway}/v1/indicators/${code}/observations?${query}`, {
    signal: AbortSignal.timeout(5_000),
  });
  const { items = [] }: { items?: { period: string; value?: number; numerator: number; denominator?: number }[] } =
    JSON.parse(await answer.text());
  const values = items.map(
    ({ period, value, numerator, denominator }) =>
      `${period}: ${value ?? 'no value'}${denominator === undefined ? '' : ` (${numerator}/${denominator})`}`,
  );
  return { where: `figure ${code}`, what: values.join('   ') };
}
