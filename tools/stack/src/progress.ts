/** What a person sees while the stack starts: a line when a long step begins, and how long it took. */

export const say = (line: string): void => void process.stdout.write(`${line}\n`);

export async function step<T>(what: string, work: () => Promise<T>): Promise<T> {
  const since = performance.now();
  say(`${what} ...`);
  const result = await work();
  say(`  ${what}: ${((performance.now() - since) / 1_000).toFixed(1)} s`);
  return result;
}

/** Waits for all of them, also when one fails: nothing is left half started behind the back of whoever cleans up. */
export async function all<T extends readonly unknown[]>(works: readonly [...{ [K in keyof T]: Promise<T[K]> }]) {
  await Promise.allSettled(works);
  return Promise.all(works);
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
