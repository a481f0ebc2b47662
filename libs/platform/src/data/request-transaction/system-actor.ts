import type { By } from '../database/index.js';
import { writeAudit } from './audit.js';

const everything = { sees: undefined, may: undefined } as const;

/** The actor of background work, such as a deadline worker or a consumer of facts. Its changes are audited under its name. */
export const systemActor = (name: string): By => ({
  actor: {
    bindActor: name,
    side: undefined,
    reach: () => everything,
    holds: () => true,
    begin: () => Promise.resolve(),
    end: (tx) => {
      writeAudit(tx, {
        pseudonym: undefined,
        client: 'machine',
        party: undefined,
        operation: name,
        reason: undefined,
      });
      return Promise.resolve();
    },
  },
});
