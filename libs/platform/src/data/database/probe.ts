import pg from 'pg';

const patienceMs = 2_000;

/** Host, port, user and database of a URL, as the driver parses it. */
export interface DatabaseAddress {
  readonly address: string;
  readonly user: string;
  readonly database: string;
}

const clientFor = (url: string, service: string): pg.Client =>
  new pg.Client({
    connectionString: url,
    application_name: service,
    connectionTimeoutMillis: patienceMs,
    query_timeout: patienceMs,
  });

export function addressOf(url: string): DatabaseAddress {
  const { host, port, user = '', database = '' } = clientFor(url, '');
  return { address: `${host}:${port}`, user, database };
}

/** Opens its own connection and runs one query; rejects with the error that prevented it. */
export async function probe(url: string, service: string): Promise<void> {
  const client = clientFor(url, service);
  client.on('error', () => undefined); // an error here also rejects the query
  try {
    await client.connect();
    await client.query('SELECT 1');
  } finally {
    await client.end().catch(() => undefined);
  }
}
