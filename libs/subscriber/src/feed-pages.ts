import { setTimeout as pause } from 'node:timers/promises';
import { readPage } from './feed.js';
import { reread } from './rereading.js';
import type { Pages, Reading } from './way.js';

/** Milliseconds between two empty answers, of a server that does not wait. */
const emptyAnswersEvery = 500;

/** The pages of the feed, one after the other. */
export function feedPages({ source, progress, wait, after: start }: Reading): Pages {
  const { ask, product, signal } = source;
  let after = start;
  return {
    async next() {
      const asked = Date.now();
      const read = (fresh: boolean) => readPage(ask, { product, after, wait, fresh });
      const page = await reread(read, source, (found) => progress.faultOf(found));
      after = page.next ?? after;
      const early = asked + emptyAnswersEvery - Date.now();
      if (page.events.length === 0 && early > 0) await pause(early, undefined, { signal });
      return page;
    },
    saved: () => {},
    close: async () => {},
  };
}
