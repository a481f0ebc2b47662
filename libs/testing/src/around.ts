/** Resources of tests: opened before the first test, closed after the last one, even if the opening failed. */
import { startLimitMs } from './limits.js';

type Close = () => Promise<unknown>;

/** Opens the resources, and registers for each part how it is closed; the last one is closed first. */
export type Open<Opened> = (closing: (close: Close) => void) => Promise<Opened>;

interface Opening {
  readonly closes: Close[];
  opened?: Promise<object>;
  /** Number of suites that have not ended yet: the last one closes the resources. */
  suites: number;
}

const common = new Map<string, Opening>();

/** Fills `target` before the first test. Suites of one test file with the same key share the resources. */
export function around<Target extends object>(target: Target, open: Open<object>, key?: string): Target {
  const fresh: Opening = { closes: [], suites: 0 };
  const opening = (key === undefined ? undefined : common.get(key)) ?? fresh;
  if (key !== undefined) common.set(key, opening);
  opening.suites++;
  beforeAll(async () => {
    opening.opened ??= open((close) => opening.closes.push(close));
    Object.assign(target, await opening.opened);
  }, startLimitMs);
  afterAll(async () => {
    if (--opening.suites > 0) return;
    // The hook above reported a failed opening; a slow one is awaited, so that it does not continue after its test.
    await opening.opened?.catch(() => undefined);
    for (const close of opening.closes.reverse()) await close();
  }, startLimitMs);
  return target;
}
