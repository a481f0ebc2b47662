// Concurrent writes, each exactly once.
import { setTimeout as pause } from 'node:timers/promises';
import { Refusal, type Held } from '../example/client.ts';

const inFlight = 16;
const attempts = 6;

export interface Progress {
  /** Requests that changed the register. */
  written: number;
  projects: number;
  partners: number;
}

/** Works on sixteen items at a time; the first failure stops all. */
export async function each<Thing>(things: Iterable<Thing>, work: (thing: Thing) => Promise<void>): Promise<void> {
  // A generator ends for all its readers when one of them throws; an array's iterator would go on.
  const waiting = one(things);
  const worker = async () => {
    for (const thing of waiting) await work(thing);
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
}

function* one<Thing>(things: Iterable<Thing>): Generator<Thing> {
  yield* things;
}

type Find = () => Promise<Held | undefined>;

/**
 * Writes once. A write that ended in 504, or whose connection broke, may have succeeded: `find` looks for its record before it is
 * sent again. A record that another client has written already (409) is found in the same way.
 */
export async function write(post: () => Promise<Held>, find: Find, progress: Progress): Promise<Held> {
  for (let attempt = 1; ; attempt++) {
    try {
      const held = (attempt === 1 ? undefined : await find()) ?? (await post());
      progress.written++;
      return held;
    } catch (error) {
      const made = error instanceof Refusal && error.status === 409 ? await find() : undefined;
      if (made !== undefined) return made;
      if (!isUnknown(error) || attempt === attempts) throw error;
      await pause(250 * 2 ** attempt);
    }
  }
}

// `fetch` throws a TypeError when the connection breaks or is refused.
const isUnknown = (error: unknown): boolean =>
  error instanceof Refusal ? [502, 504].includes(error.status) : error instanceof TypeError;

interface Problem {
  type?: string;
  detail?: string;
  issues?: { name?: string; type?: string; detail?: string }[];
}

/** Why the register refused one record; any other error ends the run. */
export function refusalOf(error: unknown): string {
  if (!(error instanceof Refusal) || ![400, 409].includes(error.status)) throw error;
  const { type = '', detail = '', issues = [] }: Problem = JSON.parse(error.text);
  const told = issues.map(({ name = '', detail: what = '' }) => `${name} ${what}`);
  return `${type.split(':').at(-1)}: ${told.join('; ') || detail}`;
}
