// The cost of safety: each measure with and without it, in turns; through the door where the door can skip it, otherwise in
// PostgreSQL. `raw` is without.
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { tokenOf } from '@passerelle/stack/door';
import { agreement } from './agreement.ts';
import { paired, type Target } from './http.ts';
import type { BenchStack } from './stack.ts';
import { median, type Measure } from './table.ts';

const rounds = 3;
const each = 1_000;

const list = '/v1/agreements?status=inForce&sort=-signedOn&pageSize=20';

export async function costOfSafety(stack: BenchStack): Promise<Measure[]> {
  const base = stack.ready.gateway;
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const [editor, partner] = [bearer(stack.token), bearer(await tokenOf('partner-flanders', stack.ready))];
  const { rows } = await stack.run.query<{ id: string }>('SELECT id FROM agreement WHERE status = $1 LIMIT 1', [
    'inForce',
  ]);
  const one = `${base}/v1/agreements/${rows[0]?.id}`;
  const create: Target = {
    url: `${base}/v1/agreements`,
    method: 'POST',
    headers: { ...editor, 'content-type': 'application/json' },
    body: JSON.stringify(agreement),
  };
  const fresh = (): Record<string, string> => ({ 'idempotency-key': randomUUID() });
  return [
    await paired('identity: read one with a token, and without', { url: one, headers: editor }, { url: one }),
    await paired(
      'policy: list for another region, and for our own',
      { url: `${base}${list}`, headers: partner },
      { url: `${base}${list}`, headers: editor },
    ),
    await paired(
      'row security: read one for another region, and for our own',
      { url: one, headers: partner },
      { url: one, headers: editor },
    ),
    await paired('idempotency: create with a key, and without', { ...create, fresh }, create),
    await costOfAudit(stack.run),
  ];
}

const logged = `
  INSERT INTO event_log (product, event_id, aggregate_id, aggregate_version, type, schema_version, envelope, data)
  VALUES ('bench', gen_random_uuid(), 'bench', 1, 'bench.written', '1.0', '{}', $1)`;
const audited = `
  INSERT INTO audit_entry (id, client, operation, kind, record_id, version, after)
  VALUES (gen_random_uuid(), 'bench', 'bench', 'bench', gen_random_uuid(), 1, $1)`;

/** One transaction after another on one connection: a fact alone, and a fact with its audit entry. */
async function costOfAudit(run: pg.Pool): Promise<Measure> {
  const client = await run.connect();
  try {
    const turns: { ours: number; raw: number }[] = [];
    for (let round = 0; round < rounds; round++)
      turns.push({ raw: await commits(client, [logged]), ours: await commits(client, [logged, audited]) });
    const rate = median(turns.map(({ ours }) => ours));
    const raw = rate / median(turns.map(({ ours, raw: alone }) => ours / alone));
    return { what: 'audit: a fact with its entry, and alone, in PostgreSQL', unit: 'tx/s', ours: rate, raw };
  } finally {
    client.release();
  }
}

async function commits(client: pg.PoolClient, statements: readonly string[]): Promise<number> {
  const started = performance.now();
  for (let turn = 0; turn < each; turn++) {
    await client.query('BEGIN');
    for (const text of statements) await client.query({ name: text.slice(0, 30), text, values: ['a'.repeat(64)] });
    await client.query('COMMIT');
  }
  return (each / (performance.now() - started)) * 1000;
}
