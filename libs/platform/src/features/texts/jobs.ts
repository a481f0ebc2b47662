import { text } from 'node:stream/consumers';
import type { Database } from '../../data/database/index.js';
import type { FactKind } from '../../events/facts/index.js';
import type { OwnerJob } from '../../runtime/service/index.js';
import { wordsFrom } from './redaction.js';
import { takeBack, type Extent } from './taking-back.js';
import { TakeBackRefused } from './taken-back.js';

export type TakeBack = (
  database: Database,
  words: string,
  facts: readonly FactKind[],
  extent: Pick<Extent, 'records'>,
) => Promise<object>;

/**
 * `node main.js take-back-text`, and `take-back-text-from-records` for records that can no longer be corrected: one line of
 * JSON, and 1 if it is refused. The words come from the standard input, so that no shell and no list of processes shows them.
 */
export const textJobs = (work: TakeBack = takeBack): Readonly<Record<string, OwnerJob>> => ({
  'take-back-text': job(work, false),
  'take-back-text-from-records': job(work, true),
});

const job =
  (work: TakeBack, records: boolean): OwnerJob =>
  async (database, facts) => {
    try {
      const words = wordsFrom(await text(process.stdin));
      if (words === undefined)
        throw new TakeBackRefused('give the words on the standard input, three characters or more');
      process.stdout.write(`${JSON.stringify(await work(database, words, facts, { records }))}\n`);
    } catch (error) {
      if (!(error instanceof TakeBackRefused)) throw error;
      process.stdout.write(`${JSON.stringify({ refused: error.message, places: error.places })}\n`);
      process.exitCode = 1;
    }
  };
