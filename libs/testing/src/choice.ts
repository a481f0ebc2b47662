/**
 * Pseudo-random choices of a test among more cases than one run needs. The seed is the commit, so that a run can be repeated and,
 * over many commits, every case is chosen. `TEST_CHOICE=<commit>` repeats the choices of that commit.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';

export interface Choice {
  /** For the report of a run: the seed, and how to repeat it. */
  readonly words: string;
  /** A number from 0 up to `count`, `count` excluded; the same for the same words. */
  number(count: number, ...what: readonly string[]): number;
  /** One of the items; `what` names the purpose, so that different purposes get different choices. */
  of<Item>(all: readonly Item[], ...what: readonly string[]): Item;
}

export function choiceBy(seed: string): Choice {
  const number = (count: number, ...what: readonly string[]): number =>
    createHash('sha256')
      .update(JSON.stringify([seed, ...what]))
      .digest()
      .readUInt32BE() % count;
  return {
    words: `chosen by ${seed} (TEST_CHOICE=${seed} repeats it)`,
    number,
    of: (all, ...what) => {
      const [chosen] = all.slice(number(all.length, ...what));
      if (chosen === undefined) throw new Error(`There is nothing to choose from for ${what.join(' ')}`);
      return chosen;
    },
  };
}

/** The tested commit; outside of a git clone a constant. */
export const choiceOfCommit = (): Choice => choiceBy(process.env.TEST_CHOICE ?? commit() ?? 'no-commit');

function commit(): string | undefined {
  try {
    const head = execFileSync('git', ['rev-parse', '--short=12', 'HEAD'], { stdio: ['ignore', 'pipe', 'ignore'] });
    return head.toString().trim();
  } catch {
    return undefined;
  }
}
