import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isAlive, signal, stopProcess, until } from '@passerelle/stack/processes';
import { agreementExample } from '../../../cooperation/src/forum/agreements/agreement.example.js';
import { ledgerIds, logIds, rowsOf, streamed } from './holdings.ts';
import { beginAgreement } from './lives.ts';
import { faultsOf, isSound, tableOf } from './report.ts';
import { Rig } from './rig.ts';
import { attempt } from './trial.ts';

// The promise of the whole system, tested on real processes: a 2xx answer is durable, its fact reaches the stream once
// and the ledger once, and every process that goes away recovers without help. `npm run test:crash` is the long form.

const rig = new Rig(['cooperation', 'gateway']);
let token: string;
/** `RESILIENCE_AWAY_S=60` waits as long as an operator might. */
const awayMs = Number(process.env.RESILIENCE_AWAY_S ?? 8) * 1_000;
/** `RESILIENCE_WRITES=6000` keeps up the load for a minute or more. */
const writes = Number(process.env.RESILIENCE_WRITES ?? 500);

beforeAll(async () => {
  await rig.start();
  token = await rig.token('editor');
  await caughtUp(async () => (await write()) === 201, 15_000);
});

afterAll(() => rig.stop(), 60_000);

/** Registers one agreement; returns the HTTP status. */
async function write(): Promise<number> {
  const answer = await fetch(`${rig.gateway}/v1/agreements`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(agreementExample),
    signal: AbortSignal.timeout(10_000),
  });
  await answer.text();
  return answer.status;
}

const count = new Map<string, number>();
const tally = (outcome: string) => count.set(outcome, (count.get(outcome) ?? 0) + 1);

/** `writers` in parallel, each until `stop` returns true; every outcome is counted. */
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

const streamIds = async () => (await streamed(rig, 'cooperation')).map(({ id }) => id);

const ledgerEqualsLog = async () => {
  const [log, ledger] = [await logIds(rig, 'cooperation'), await ledgerIds(rig, 'cooperation')];
  return log.length > 0 && JSON.stringify(log) === JSON.stringify(ledger);
};

it('loses, duplicates and truncates nothing when service, NATS and PostgreSQL are killed under load', async () => {
  const die = (name: string, after: number) => ({ after, delayMs: 0, victims: [{ name, awayMs: 0 }] });
  const outcome = await attempt({
    rig,
    folder: rig.folder,
    seed: 2012,
    writes,
    writers: writes > 500 ? 24 : 6,
    plan: [
      die('cooperation', 0.2 * writes),
      die('nats', 0.5 * writes),
      die('gateway', 0.65 * writes),
      die('postgres', 0.8 * writes),
    ],
    prepare: (writers) => writers.take(beginAgreement),
  });
  process.stdout.write(`${tableOf(outcome)}\n`);
  expect({ faults: faultsOf(outcome), why: isSound(outcome) ? [] : rig.failuresOf('cooperation') }).toEqual({
    faults: Object.fromEntries(Object.keys(faultsOf(outcome)).map((what) => [what, []])),
    why: [],
  });
}, 180_000);

it('recovers by itself after an outage of NATS', async () => {
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

it('refills a deleted stream from the outbox, and counts nothing twice', async () => {
  const log = await logIds(rig, 'cooperation');
  const ledger = () =>
    rowsOf(
      rig,
      'gateway',
      `SELECT md5(string_agg(event, '' ORDER BY sequence)) AS hash, count(*)::int AS facts
         FROM ledger WHERE source = 'cooperation' AND sequence <= ${log.length}`,
    );
  const before = await ledger();
  await rig.nats.stop();
  rmSync(join(rig.natsStore, 'jetstream'), { recursive: true });
  await rig.startNats();
  const since = Date.now();
  // A write of the test before, whose answer was lost, may still be recorded meanwhile.
  const streamEqualsLog = async () =>
    JSON.stringify(await streamIds()) === JSON.stringify(await logIds(rig, 'cooperation'));
  await caughtUp(streamEqualsLog, 30_000);
  process.stdout.write(
    `a stream of ${log.length} facts was wiped: rebuilt ${Date.now() - since} ms after NATS was back\n`,
  );
  expect((await streamIds()).slice(0, log.length)).toEqual(log);
  expect(await ledger()).toEqual(before);
  await caughtUp(async () => (await write()) === 201, 15_000);
  await caughtUp(ledgerEqualsLog, 15_000);
});

it('fails no request while one of two instances is stopped, repeatedly', async () => {
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
});
