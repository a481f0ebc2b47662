import { text } from 'node:stream/consumers';
import type { Database } from '../../data/database/index.js';
import type { FactKind } from '../../events/facts/index.js';
import type { OwnerJob } from '../../runtime/service/index.js';
import { wordsFrom } from './redaction.js';
import { takeBack } from './taking-back.js';
import { TakeBackRefused } from './taken-back.js';

/**
 * `node main.js take-back-text`: one line of JSON, and 1 if it is refused. The words come from the standard input, so that
 * no shell and no list of processes shows them.
 */
export const takeBackJob =
  (work: (database: Database, words: string, facts: readonly FactKind[]) => Promise<object>): OwnerJob =>
  async (database, facts) => {
    try {
      const words = wordsFrom(await text(process.stdin));
      if (words === undefined)
        throw new TakeBackRefused('give the words on the standard input, three characters or more');
      process.stdout.write(`${JSON.stringify(await work(database, words, facts))}\n`);
    } catch (error) {
      if (!(error instanceof TakeBackRefused)) throw error;
      process.stdout.write(`${JSON.stringify({ refused: error.message, places: error.places })}\n`);
      process.exitCode = 1;
    }
  };

export const textJobs: Readonly<Record<string, OwnerJob>> = {
  'take-back-text': takeBackJob((database, words, facts) => takeBack(database, words, facts)),
};
