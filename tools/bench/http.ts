// List, read and create over HTTP, compared with the bare server on the same database. The two run in short turns, each of ours
// between two of the bare one, so that a drift in the machine's speed affects both. The result is the median of the ratios of
// all turns. Processor time is measured in the same turns: other work on the machine hardly changes it.
import { join } from 'node:path';
import autocannon, { type Renewable } from 'autocannon';
import { freePort } from '@passerelle/stack/ports';
import { startProcess, stopProcess, until, type ProcessId } from '@passerelle/stack/processes';
import { agreement } from './agreement.ts';
import { meterOf, type Meter } from './processor.ts';
import type { BenchStack } from './stack.ts';
import { median, type Measure } from './table.ts';

const rows = 100_000;
const rounds = 5;
const connections = 32;
const seconds = Number(process.env.BENCH_SECONDS ?? 2);

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

export const perSecond = async (target: Target): Promise<number> => (await loaded(target)).rate;

interface Load {
  readonly rate: number;
  /** Microseconds of processor time for each request. */
  readonly cost: number | undefined;
}

async function loaded({ fresh, ...target }: Target, meter: Meter = () => undefined): Promise<Load> {
  const renewed = (request: Renewable): Renewable => ({ ...request, headers: { ...request.headers, ...fresh?.() } });
  const asked = fresh === undefined ? target : { ...target, requests: [{ setupRequest: renewed }] };
  const before = meter();
  const { requests, non2xx, errors } = await autocannon({ ...asked, connections, duration: seconds });
  const after = meter();
  if (non2xx + errors > 0) throw new Error(`${target.url}: ${non2xx} answers other than 2xx, ${errors} errors`);
  const cost = before === undefined || after === undefined ? undefined : (after - before) / 1_000 / requests.total;
  return { rate: requests.average, cost };
}

interface Meters {
  readonly ours: Meter;
  readonly raw: Meter;
}

/** Medians of the turns; the ratio is the median of the turns' ratios, not the ratio of the medians. */
export async function paired(what: string, ours: Target, raw: Target): Promise<Measure> {
  return rates(what, await turnsOf(ours, raw));
}

/** The same, with the processor time of a request. */
async function weighed(what: string, meters: Meters, ours: Target, raw: Target): Promise<[Measure, ...Measure[]]> {
  const turns = await turnsOf(ours, raw, meters);
  return [rates(what, turns), ...costs(what, turns)];
}

interface Turn {
  readonly ours: Load;
  /** Before and after it. */
  readonly raw: readonly [Load, Load];
}

async function turnsOf(ours: Target, raw: Target, meters?: Meters): Promise<Turn[]> {
  const turns: Turn[] = [];
  await loaded(ours);
  await loaded(raw);
  let before = await loaded(raw, meters?.raw);
  for (let round = 0; round < rounds; round++) {
    const turn = await loaded(ours, meters?.ours);
    const after = await loaded(raw, meters?.raw);
    turns.push({ ours: turn, raw: [before, after] });
    before = after;
  }
  return turns;
}

function rates(what: string, turns: readonly Turn[]): Measure {
  const rate = median(turns.map((turn) => turn.ours.rate));
  const ratio = median(turns.map(({ ours, raw: [before, after] }) => (2 * ours.rate) / (before.rate + after.rate)));
  return { what, unit: '/s', ours: rate, raw: rate / ratio };
}

function costs(what: string, turns: readonly Turn[]): Measure[] {
  const measured = turns.flatMap(({ ours, raw: [before, after] }) => {
    if (ours.cost === undefined || before.cost === undefined || after.cost === undefined) return [];
    return [{ ours: ours.cost, ratio: (2 * ours.cost) / (before.cost + after.cost) }];
  });
  if (measured.length === 0) return [];
  const cost = median(measured.map((turn) => turn.ours));
  const raw = cost / median(measured.map((turn) => turn.ratio));
  return [{ what: `processor time: ${what}`, unit: 'µs', ours: cost, raw, note: 'all processes but the client' }];
}

export async function overHttp(stack: BenchStack): Promise<Measure[]> {
  const { cooperation } = stack.databases;
  await stack.run.query(fill, [rows]);
  await cooperation.query('CREATE TABLE bench_agreement (LIKE agreement INCLUDING ALL)');
  await cooperation.query('CREATE SEQUENCE bench_reference');
  // Otherwise autovacuum would run during one of the turns.
  await cooperation.query('VACUUM (ANALYZE) agreement');
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
    const meters = metersOf(stack, bare.process);
    const [lists, ...listCosts] = await weighed(
      `list 20 of ${rows}, filtered and sorted`,
      meters,
      ours(list),
      raw('/agreements?status=inForce&pageSize=20'),
    );
    const reads = await weighed('read one', meters, ours(`/agreements/${id}`), raw(`/agreements/${id}`));
    const [creates, ...createCosts] = await weighed(
      'create, with its fact',
      meters,
      { url: `${base}/agreements`, method: 'POST', headers: { authorization, ...json }, body },
      { url: `${bare.url}/agreements`, method: 'POST', headers: json, body },
    );
    return [
      { ...lists, aim: { of: 'ratio', atLeast: 0.38 } },
      ...listCosts,
      ...reads,
      { ...creates, aim: { of: 'ratio', atLeast: 0.2 }, note: 'raw: one unprepared INSERT, no fact' },
      ...createCosts,
    ];
  } finally {
    await stopProcess(bare.process);
  }
}

/** Our processor time includes the work that the fact of a request causes later; the bare server's is excluded. */
function metersOf({ ready }: BenchStack, bare: ProcessId): Meters {
  const { gateway = 0, cooperation = 0, nats = 0, postgres = 0 } = ready.pids;
  return {
    ours: meterOf({ processes: [gateway, cooperation, nats], postgres }),
    raw: meterOf({ processes: [bare.pid], postgres }),
  };
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
