import { until } from '@passerelle/testing/until';
import { createLogger, type Logger } from '../../kernel/telemetry/index.js';
import { Worker } from './worker.js';

const silent = createLogger('test', 'silent');
const seldom = 60_000;
const workers: Worker[] = [];

function aWorker(run: (stop: AbortSignal) => unknown, everyMs = seldom, logger: Logger = silent): Worker {
  const worker = new Worker({ name: 'test', everyMs, run }, logger);
  workers.push(worker);
  return worker;
}

/** A round that lasts until the test ends it. */
function aLongRound() {
  const begun: AbortSignal[] = [];
  const ends: (() => void)[] = [];
  const run = (stop: AbortSignal): Promise<void> => {
    begun.push(stop);
    return new Promise((end) => ends.push(end));
  };
  return { begun, run, end: () => ends.shift()?.() };
}

afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
});

it('repeats its round until it is stopped', async () => {
  let [rounds, others] = [0, 0];
  const worker = aWorker(() => rounds++, 1);
  worker.start();
  await until('several rounds have run', () => rounds > 2);
  await worker.stop();
  const before = rounds;
  aWorker(() => others++, 1).start();
  await until('more rounds have run', () => others > 3);
  expect(rounds).toBe(before);
});

it('never runs two rounds at once, even if one takes long', async () => {
  let ticks = 0;
  const { begun, run, end } = aLongRound();
  aWorker(() => ticks++, 1).start();
  const worker = aWorker(run, 1);
  worker.start();
  await until('a round has begun and many more were due', () => begun.length > 0 && ticks > 20);
  expect(begun).toHaveLength(1);
  end();
  await until('the next follows', () => begun.length === 2);
  void worker.stop();
  end();
});

it('begins a round at once on `wake`', async () => {
  let rounds = 0;
  const worker = aWorker(() => rounds++);
  worker.start();
  worker.wake();
  await until('a round has run', () => rounds === 1);
});

it('runs one more round, not three, when it is woken three times during a round', async () => {
  const { begun, run, end } = aLongRound();
  const worker = aWorker(run);
  for (let times = 0; times < 4; times++) worker.wake();
  await until('a round has begun', () => begun.length === 1);
  end();
  await until('another follows', () => begun.length === 2);
  end();
  worker.wake();
  await until('a later wake-up starts a third', () => begun.length === 3);
  void worker.stop();
  end();
});

it.each([
  ['rejects', () => Promise.reject(new Error('on purpose'))],
  [
    'throws',
    () => {
      throw new Error('on purpose');
    },
  ],
])('logs a round that %s, and goes on with the next', async (_, fail) => {
  const warned: object[] = [];
  const logger = Object.assign(Object.create(silent) as Logger, { warn: (line: object) => warned.push(line) });
  let rounds = 0;
  aWorker(() => (++rounds === 1 ? fail() : undefined), 1, logger).start();
  await until('a round follows the failed one', () => rounds > 1);
  expect(warned).toEqual([{ worker: 'test', reason: 'Error: on purpose' }]);
});

it('aborts the signal of the running round at the stop, waits for the round, and begins no other', async () => {
  const { begun, run, end } = aLongRound();
  const worker = aWorker(run);
  worker.wake();
  await until('a round has begun', () => begun.length === 1);
  worker.wake();
  let stopped = false;
  const stopping = worker.stop().then(() => (stopped = true));
  await new Promise(setImmediate);
  expect([begun[0]?.aborted, stopped]).toEqual([true, false]);
  end();
  await stopping;
  worker.wake();
  await worker.stop();
  expect(begun).toHaveLength(1);
});
