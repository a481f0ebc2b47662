import type { By } from '../database/index.js';
import { writeAudit } from './audit.js';

const everything = { sees: undefined, may: undefined } as const;

/** Work that nobody called for: a clock, a follower of facts. What it changes is audited under its name. */
export const machine = (name: string): By => ({
  actor: {
    name,
    side: undefined,
    reach: () => everything,
    begin: () => Promise.resolve(),
    end: (tx, _, touched) =>
      writeAudit(
        tx,
        { subject: undefined, client: 'machine', party: undefined, operation: name, reason: undefined },
        touched,
      ),
  },
});
