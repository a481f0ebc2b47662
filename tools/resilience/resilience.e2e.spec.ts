import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isAlive, signal, stopProcess, until } from '@passerelle/stack/processes';
import { agreementExample } from '../../apps/cooperation/src/agreements/agreement.example.js';
import { gatewayRows, ledgerIds, logIds, streamIds, verdict } from './journal.ts';
import { Rig } from './rig.ts';

// The promise of the whole system, put to the test on real processes: an answer 2xx is durable, its fact reaches the
// stream once and the ledger once, and whatever goes away comes back without a hand.

const rig = new Rig();
let token: string;
/** `RESILIENCE_AWAY_S=60` waits as long as an operator might. */
const awayMs = Number(process.env.RESILIENCE_AWAY_S ?? 8) * 1_000;

beforeAll(async () => {
  await rig.start();
  token = await rig.token('editor');
  await caughtUp(async () => (await write()) === 201, 15_000);
}, 120_000);

afterAll(() => rig.stop(), 60_000);

const acknowledged = new Set<string>();

/** Registers one agreement; the HTTP status of the answer. */
async function write(): Promise<number> {
  const answer = await fetch(`${rig.gateway}/v1/agreements`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(agreementExample),
    signal: AbortSignal.timeout(10_000),
  });
  const body: { id?: string } = JSON.parse(await answer.text());
  if (answer.status === 201 && body.id !== undefined) acknowledged.add(body.id);
  return answer.status;
}

const count = new Map<string, number>();
const tally = (outcome: string) => count.set(outcome, (count.get(outcome) ?? 0) + 1);

/** `writers` at once, each until `stop` says so; every outcome is counted. */
const writeUntil = (stop: () => boolean, writers: number) =>
  Promise.all(
    Array.from({ length: writers }, async () => {
      while (!stop()) {
        const status = await write().catch(() => 0);
        tally(status === 0 ? 'no answer' : String(status));
        if (status !== 201) await pause(50);
      }
    }),
  );

async function caughtUp(holds: () => Promise<boolean>, limitMs: number): Promise<void> {
  if (!(await until(() => holds().catch(() => false), limitMs, 100)))
    throw new Error(`not caught up after ${limitMs} ms\n${rig.logOf('cooperation').slice(-2_000)}`);
}

const ledgerEqualsLog = async () => {
  const [log, ledger] = [await logIds(rig), await ledgerIds(rig)];
  return log.length > 0 && JSON.stringify(log) === JSON.stringify(ledger);
};

it('loses, doubles and halves nothing when service, NATS and PostgreSQL are killed in the middle of 500 writes', async () => {
  let kills = 0;
  const goal = acknowledged.size + 500;
  const enough = () => acknowledged.size >= goal && kills === 3;
  const writing = writeUntil(enough, 6);
  const after = (share: number) => until(() => acknowledged.size >= goal - 500 * (1 - share), 60_000);
  await after(0.2);
  await rig.killService('cooperation');
  await rig.startService('cooperation');
  kills += 1;
  await after(0.5);
  await rig.kill(rig.nats);
  await rig.startNats();
  kills += 1;
  await after(0.8);
  await rig.kill(rig.postgres);
  await rig.startPostgres();
  kills += 1;
  await writing;
  await caughtUp(ledgerEqualsLog, 30_000);
  const found = await verdict(rig, acknowledged);
  process.stdout.write(
    `kill -9 of service, NATS, PostgreSQL during ${found.acknowledged} acknowledged writes ${JSON.stringify(Object.fromEntries(count))}: ${JSON.stringify(found)}\n`,
  );
  expect(found).toMatchObject({ lost: 0, doubled: 0, half: 0 });
  const surprises = [...count.keys()].filter((outcome) => !['201', '503', '504', 'no answer'].includes(outcome));
  expect({ surprises, why: surprises.length === 0 ? [] : rig.failuresOf('cooperation') }).toEqual({
    surprises: [],
    why: [],
  });
}, 180_000);

it('heals alone after NATS was away', async () => {
  const pids = ['cooperation', 'gateway'].map((name) => rig.pidOf(name));
  await rig.nats.stop();
  const asked = Date.now();
  expect(await write()).toBe(503);
  expect(Date.now() - asked).toBeLessThan(4_000);
  await pause(awayMs);
  await rig.startNats();
  const since = Date.now();
  await caughtUp(async () => (await write()) === 201, 15_000);
  await caughtUp(ledgerEqualsLog, 15_000);
  process.stdout.write(`NATS away for ${awayMs / 1_000} s: a write works ${Date.now() - since} ms after it is back\n`);
  expect(pids.every((pid) => isAlive({ pid, startedAt: '' }))).toBe(true);
}, 150_000);

it('fills a wiped stream again from the log, and counts nothing twice', async () => {
  const ledger = () =>
    gatewayRows(
      rig,
      `SELECT md5(string_agg(event, '' ORDER BY sequence)) AS hash, count(*)::int AS facts FROM ledger WHERE source = 'cooperation'`,
    );
  const before = await ledger();
  const log = await logIds(rig);
  await rig.nats.stop();
  rmSync(join(rig.natsStore, 'jetstream'), { recursive: true });
  await rig.startNats();
  const since = Date.now();
  await caughtUp(async () => (await streamIds(rig)).length === log.length, 30_000);
  process.stdout.write(
    `a stream of ${log.length} facts was wiped: rebuilt ${Date.now() - since} ms after NATS was back\n`,
  );
  expect(await streamIds(rig)).toEqual(log);
  expect(await ledger()).toEqual(before);
  await caughtUp(async () => (await write()) === 201, 15_000);
  await caughtUp(ledgerEqualsLog, 15_000);
}, 120_000);

it('fails no request while one of two instances is told to stop, again and again', async () => {
  count.clear();
  let over = false;
  const writing = writeUntil(() => over, 8);
  let replica = await rig.startReplica('cooperation');
  for (let round = 0; round < 3; round++) {
    const next = await rig.startReplica('cooperation');
    await pause(500);
    signal(replica, 'SIGTERM');
    expect(await until(() => !isAlive(replica), 5_000)).toBe(true);
    expect(await replica.ended).toEqual({ code: 0, signal: null });
    replica = next;
  }
  over = true;
  await writing;
  await stopProcess(replica);
  process.stdout.write(
    `SIGTERM of one of two instances, three times, under load: ${JSON.stringify(Object.fromEntries(count))}\n`,
  );
  expect([...count.keys()]).toEqual(['201']);
  await caughtUp(ledgerEqualsLog, 15_000);
}, 120_000);
