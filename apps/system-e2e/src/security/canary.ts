// A deliberately vulnerable service: its one filter is concatenated into the statement. A test for injections must find
// it.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { freshDatabase } from '@passerelle/testing/database';
import pg from 'pg';

export interface Canary {
  /** `GET <url>?ref=CO-2026-0001` answers with the agreement of that reference. */
  readonly url: string;
  readonly ownerUrl: string;
  stop(): Promise<void>;
}

export async function injectableCanary(): Promise<Canary> {
  const { ownerUrl, appUrl } = await freshDatabase('cooperation');
  const pool = new pg.Pool({ connectionString: appUrl, max: 4 });
  const agreements = `(VALUES ('CO-2026-0001', 'inForce'), ('CO-2026-0002', 'draft')) AS agreement (ref, status)`;
  const server = createServer((request, response) => {
    const ref = new URL(request.url ?? '', 'http://localhost').searchParams.get('ref') ?? '';
    void pool.query(`SELECT ref, status FROM ${agreements} WHERE ref = '${ref}'`).then(
      ({ rows }) => response.end(JSON.stringify({ items: rows })),
      () => response.writeHead(400).end(JSON.stringify({ status: 400 })),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/canary`,
    ownerUrl,
    async stop() {
      server.closeAllConnections();
      server.close();
      await pool.end();
    },
  };
}
