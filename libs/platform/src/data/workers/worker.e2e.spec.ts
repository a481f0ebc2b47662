import { notes } from '@passerelle/testing/notes';
import { onStage } from '@passerelle/testing/stage';
import { until } from '@passerelle/testing/until';
import { createLogger } from '../../kernel/telemetry/index.js';
import { advisoryLocks, type AdvisoryLock } from '../database/index.js';
import { Worker } from './worker.js';

const stage = onStage(notes);

describe('workers of several instances', () => {
  // Neither the service of this stage nor another suite uses these locks.
  const lock: AdvisoryLock = 'deadlines';
  const other: AdvisoryLock = 'indicators';
  const workers: Worker[] = [];

  const instance = (run: (stop: AbortSignal) => unknown, name: AdvisoryLock = lock, everyMs = 60_000): Worker => {
    const { source } = stage.app.database;
    const job = { name: 'test', everyMs, lock: { source, name }, run };
    const worker = new Worker(job, createLogger('test', 'silent'));
    workers.push(worker);
    return worker;
  };
  const locked = `pg_locks WHERE locktype = 'advisory' AND objid = ${advisoryLocks[lock]} AND granted
                    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
  const holders = async (): Promise<number> => (await stage.app.database.query(`SELECT 1 FROM ${locked}`)).length;

  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.stop()));
  });

  it('run one round at a time, and occupy no connection between rounds', async () => {
    let [atOnce, most, rounds] = [0, 0, 0];
    const run = async (): Promise<void> => {
      most = Math.max(most, ++atOnce);
      await stage.app.database.query('SELECT 1');
      atOnce -= 1;
      rounds += 1;
    };
    for (let instances = 0; instances < 3; instances++) instance(run, lock, 1).start();
    await until('many rounds have run', () => rounds > 50);
    await Promise.all(workers.map((worker) => worker.stop()));
    expect(most).toBe(1);
    expect(await holders()).toBe(0);
  });

  it('skip a round while another instance runs one, and run after it', async () => {
    let end: () => void = () => undefined;
    let [seconds, others] = [0, 0];
    const first = instance(() => new Promise<void>((resume) => (end = resume)));
    first.wake();
    await until('the first is at it', async () => (await holders()) === 1);
    instance(() => seconds++, lock, 1).start();
    instance(() => others++, other, 1).start();
    await until('the second would have run several rounds', () => others > 20);
    expect(seconds).toBe(0);
    end();
    await until('the second runs a round', () => seconds > 0);
  });

  it('do not block work under another lock', async () => {
    let end: () => void = () => undefined;
    let others = 0;
    instance(() => new Promise<void>((resume) => (end = resume))).wake();
    await until('the first is at it', async () => (await holders()) === 1);
    instance(() => others++, other).wake();
    await until('the other runs a round', () => others === 1);
    end();
  });

  it('pass the work to another instance when the connection of the working one is lost', async () => {
    let end: () => void = () => undefined;
    let rounds = 0;
    instance(() => new Promise<void>((resume) => (end = resume))).wake();
    await until('the first is at it', async () => (await holders()) === 1);
    await stage.app.database.query(`SELECT pg_terminate_backend(pid) FROM ${locked}`);
    instance(() => rounds++, lock, 20).start();
    await until('the second runs a round while the first is still in its own', () => rounds > 0);
    end();
    await Promise.all(workers.map((worker) => worker.stop()));
    expect(await holders()).toBe(0);
  });

  it('resume the work after a lost connection', async () => {
    let rounds = 0;
    instance(
      async () => {
        await stage.app.database.query(`SELECT pg_terminate_backend(pid) FROM ${locked}`);
        rounds += 1;
      },
      lock,
      20,
    ).start();
    await until('a round runs after each lost connection', () => rounds > 2);
  });
});
