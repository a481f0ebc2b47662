import { jest } from '@jest/globals';
import { createLogger } from '../../kernel/telemetry/index.js';
import { Dependency } from './dependency.js';

/** A dependency with a list of results of its checks; the last one is repeated. */
function needOf(...answers: (string | undefined)[]) {
  const lines: { level: number; msg: string; reason?: string }[] = [];
  const logger = createLogger('test', 'info', { write: (line: string) => void lines.push(JSON.parse(line)) });
  let asked = 0;
  const need = new Dependency('nats', async () => answers[Math.min(asked++, answers.length - 1)], logger);
  return { need, lines, asked: () => asked };
}

afterEach(() => jest.useRealTimers());

it('is logged when it is missing, when the reason changes and when it is available, and not in between', async () => {
  const { need, lines } = needOf('refused', 'refused', 'refused', 'wrong password', undefined, undefined);
  for (let round = 0; round < 6; round++) await need.look();
  expect(lines.map(({ level, msg, reason }) => [level, msg, reason])).toEqual([
    [40, 'waits for nats', 'refused'],
    [40, 'waits for nats', 'wrong password'],
    [30, 'has nats', undefined],
  ]);
});

it('is logged again after a minute with the same reason', async () => {
  jest.useFakeTimers({ now: 0, doNotFake: ['nextTick', 'queueMicrotask', 'setTimeout', 'clearTimeout'] });
  const { need, lines } = needOf('refused');
  for (const second of [0, 30, 59, 60, 119, 120]) {
    jest.setSystemTime(second * 1_000);
    await need.look();
  }
  expect(lines).toHaveLength(3);
});

it('is checked once for concurrent callers', async () => {
  const { need, asked } = needOf('refused', undefined);
  expect(await Promise.all([need.look(), need.look(), need.look()])).toEqual([false, false, false]);
  expect(asked()).toBe(1);
  expect(need.check).toEqual({ status: 'DOWN', reason: 'refused' });
});

it('is waited for until it is available, or until the wait is aborted', async () => {
  const { need, asked } = needOf('refused', undefined);
  await need.until(new AbortController().signal);
  expect(asked()).toBe(2);
  const stop = new AbortController();
  const waiting = needOf('refused').need.until(stop.signal);
  stop.abort();
  await expect(waiting).rejects.toThrow('aborted');
});

it('is missing when its check fails or does not answer', async () => {
  const logger = createLogger('test', 'silent');
  jest.useFakeTimers();
  const silent = new Dependency('nats', () => new Promise(() => undefined), logger);
  const looked = silent.look();
  await jest.advanceTimersByTimeAsync(60_000);
  expect(await looked).toBe(false);
  expect(silent.check.reason).toMatch('gives no answer within');
});

it('is not logged while the service shuts down', async () => {
  const { need, lines } = needOf(undefined, 'refused');
  await need.look();
  need.quieten();
  expect(await need.look()).toBe(false);
  expect(lines).toEqual([]);
});
