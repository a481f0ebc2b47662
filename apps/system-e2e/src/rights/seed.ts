// Samples are chosen by the commit, as in every sampling test, so that each commit tests other cells.
import { choiceOfCommit } from '@passerelle/testing/choice';

const choice = choiceOfCommit();

/** The seed, and how to repeat it. */
export const seed = choice.words;

/** An index below `most`. */
export const choose = (key: string, most: number): number => choice.number(Math.max(1, most), key);

export const chosen = <Item>(key: string, items: readonly Item[]): Item[] =>
  items.slice(choose(key, items.length)).slice(0, 1);
