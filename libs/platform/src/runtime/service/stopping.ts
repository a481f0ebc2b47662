import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '../../kernel/telemetry/index.js';

// The ordered shutdown of a service. Every part stops between two units of its work; a part that does not is abandoned when the
// total time is over, and the next start does its unit of work again.

/** How one part ends, and its name in the log. */
export type Step = readonly [name: string, end: () => unknown];

/** The minimum time of each later part when an earlier one used up the total. */
const leastMs = 250;

/** Ends all parts in this order, within `limitMs` in total; parts that took longer or failed are logged in one line. */
export async function endInOrder(steps: readonly Step[], limitMs: number, logger: Logger): Promise<void> {
  const until = Date.now() + limitMs;
  const left: string[] = [];
  for (const [name, end] of steps) {
    const reason = await within(end, Math.max(leastMs, until - Date.now()));
    if (reason !== undefined) left.push(`${name} ${reason}`);
  }
  if (left.length > 0) logger.error({ left, limitMs }, 'stops without waiting any longer');
}

async function within(end: () => unknown, ms: number): Promise<string | undefined> {
  const done = new AbortController();
  const late = pause(ms, 'did not end in time', { signal: done.signal }).catch(() => undefined);
  const ended = Promise.resolve()
    .then(end)
    .then(
      () => undefined,
      (error: unknown) => `failed: ${error instanceof Error ? error.message : String(error)}`,
    );
  return Promise.race([ended, late]).finally(() => done.abort());
}
