/** Progress messages while the stack starts: a line when a long step begins, and how long it took. */

export const say = (line: string): void => void process.stdout.write(`${line}\n`);

export async function step<T>(what: string, work: () => Promise<T>): Promise<T> {
  const since = performance.now();
  say(`${what} ...`);
  const result = await work();
  say(`  ${what}: ${((performance.now() - since) / 1_000).toFixed(1)} s`);
  return result;
}

/** Waits for all promises even when one rejects, so that the cleanup does not run while others are still starting. */
export async function all<T extends readonly unknown[]>(works: readonly [...{ [K in keyof T]: Promise<T[K]> }]) {
  await Promise.allSettled(works);
  return Promise.all(works);
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
