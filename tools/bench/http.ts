// List, read and create over HTTP, against the bare server on the same database. The two take turns, so that a machine
// whose speed drifts slows both; the ratio of each turn counts, and the median of them is told.
import { join } from 'node:path';
import autocannon, { type Renewable } from 'autocannon';
import { freePort } from '@passerelle/stack/ports';
import { startProcess, stopProcess, until } from '@passerelle/stack/processes';
import { agreement } from './agreement.ts';
import type { BenchStack } from './stack.ts';
import { median, type Measure } from './table.ts';

const rows = 100_000;
const rounds = 3;
const connections = 32;
const seconds = Number(process.env.BENCH_SECONDS ?? 4);

const fill = `
  INSERT INTO agreement (id, ref, version, status, title, parties, level, objective, departments, obligations, source, classification, signed_on)
  SELECT gen_random_uuid(), 'CO-2000-' || (10000 + n), 1, CASE n % 3 WHEN 0 THEN 'draft' ELSE 'inForce' END,
         jsonb_build_object('fr', 'Accord ' || n, 'nl', 'Akkoord ' || n, 'en', 'Agreement ' || n), ARRAY['BE-BRU', 'BE-VLG'], 'belgium', 'O1',
         ARRAY['generalDirectorate'], '[]', 'made for the bench', 'public', CASE n % 3 WHEN 0 THEN NULL ELSE date '1950-01-01' + n % 20000 END
    FROM generate_series(1, $1::int) AS n`;

export interface Target {
  readonly url: string;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Record<string, string>;
  readonly body?: string;
  /** Headers that are new in each request. */
  readonly fresh?: () => Record<string, string>;
}

export async function perSecond({ fresh, ...target }: Target): Promise<number> {
  const renewed = (request: Renewable): Renewable => ({ ...request, headers: { ...request.headers, ...fresh?.() } });
  const asked = fresh === undefined ? target : { ...target, requests: [{ setupRequest: renewed }] };
  const { requests, non2xx, errors } = await autocannon({ ...asked, connections, duration: seconds });
  if (non2xx + errors > 0) throw new Error(`${target.url}: ${non2xx} answers other than 2xx, ${errors} errors`);
  return requests.average;
}

/** Medians of several turns; the ratio is the median of the turns' ratios, not the ratio of the medians. */
export async function paired(what: string, ours: Target, raw: Target): Promise<Measure> {
  const turns: { ours: number; raw: number }[] = [];
  for (let round = 0; round < rounds; round++) turns.push({ raw: await perSecond(raw), ours: await perSecond(ours) });
  const rate = median(turns.map((turn) => turn.ours));
  return { what, unit: '/s', ours: rate, raw: rate / median(turns.map((turn) => turn.ours / turn.raw)) };
}

export async function overHttp(stack: BenchStack): Promise<Measure[]> {
  const { cooperation } = stack.databases;
  await stack.run.query(fill, [rows]);
  await cooperation.query('CREATE TABLE bench_agreement (LIKE agreement INCLUDING ALL)');
  await cooperation.query('CREATE SEQUENCE bench_reference');
  await cooperation.query('ANALYZE agreement');
  const { rows: found } = await stack.run.query<{ id: string }>('SELECT id FROM agreement LIMIT 1');
  const id = found[0]?.id ?? '';
  const bare = await startBare(stack);
  const authorization = `Bearer ${stack.token}`;
  const base = `${stack.ready.gateway}/v1`;
  const list = '/agreements?status=inForce&sort=-signedOn&pageSize=20';
  const json = { 'content-type': 'application/json' };
  const body = JSON.stringify(agreement);
  try {
    const raw = (path: string) => ({ url: `${bare.url}${path}` });
    const ours = (path: string) => ({ url: `${base}${path}`, headers: { authorization } });
    return [
      {
        ...(await paired(
          `list 20 of ${rows}, filtered and sorted`,
          ours(list),
          raw('/agreements?status=inForce&pageSize=20'),
        )),
        aim: { of: 'ratio', atLeast: 0.4 },
      },
      await paired('read one', ours(`/agreements/${id}`), raw(`/agreements/${id}`)),
      {
        ...(await paired(
          'create, with its fact',
          { url: `${base}/agreements`, method: 'POST', headers: { authorization, ...json }, body },
          { url: `${bare.url}/agreements`, method: 'POST', headers: json, body },
        )),
        aim: { of: 'ratio', atLeast: 0.2 },
        note: 'raw: one unprepared INSERT, no fact',
      },
    ];
  } finally {
    await stopProcess(bare.process);
  }
}

async function startBare({ ready }: BenchStack) {
  const port = await freePort();
  const args = [join(import.meta.dirname, 'bare.ts'), ready.databases.cooperation?.appUrl ?? '', String(port)];
  const process_ = await startProcess({
    command: process.execPath,
    args,
    log: join(import.meta.dirname, '../../.run/bench/bare.log'),
  });
  const url = `http://127.0.0.1:${port}`;
  const answers = () =>
    fetch(`${url}/agreements?status=draft&pageSize=1`).then(
      (answer) => answer.ok,
      () => false,
    );
  if (!(await until(answers, 10_000))) throw new Error('the bare server does not answer');
  return { url, process: process_ };
}
