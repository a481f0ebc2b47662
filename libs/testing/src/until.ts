/** Waits for a condition; fails with its description. */
import { conditionLimitMs } from './limits.js';

export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  limitMs = conditionLimitMs,
): Promise<void> {
  const end = Date.now() + limitMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`Not within ${limitMs} ms: ${what}`);
    await new Promise((resume) => setTimeout(resume, 25));
  }
}

export const pause = (ms: number): Promise<void> => new Promise((resume) => setTimeout(resume, ms));
