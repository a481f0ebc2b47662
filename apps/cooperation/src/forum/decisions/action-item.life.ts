import type { Tx } from '@passerelle/platform/data/database';
import { actsOf, Life } from '@passerelle/platform/features/lives';
import { languageIncomplete, refusal, resourceNotFound } from '@passerelle/platform/kernel/problems';
import { sourceRequired } from '../../shared/acts/evidence.js';
import type { ActionItemRecord } from './action-item.entity.js';
import { actionClosed, actionOverdue, actionReopened } from './action-item.facts.js';
import { Closure, Reopening, type ActionStatus } from './action-item.schema.js';
import { closureExample, reopeningExample } from './decision.example.js';

const act = actsOf<ActionItemRecord, ActionStatus>();

const acts = {
  close: act({
    from: ['open'],
    to: 'closed',
    by: 'owner',
    awaited: ({ ownerParty, dueOn }) => ({ party: ownerParty, until: dueOn }),
    summary: 'Close an action item with its outcome',
    asks: Closure,
    does: async (item, given, context) => item.close(given, await decidedOn(context.tx, item), context),
    fact: (item) => actionClosed(item),
    refuses: [sourceRequired, languageIncomplete],
    examples: { done: closureExample },
  }),
  reopen: act({
    from: ['closed'],
    to: 'open',
    by: 'owner',
    summary: 'Reopen a closed action item, with the reason',
    asks: Reopening,
    does: (item, given, context) => item.reopen(given, context),
    fact: (item) => actionReopened(item),
    refuses: [sourceRequired, languageIncomplete],
    examples: { incomplete: reopeningExample },
  }),
};

export const actionLife = new Life(acts, {
  clock: {
    /** Overdue is a mark, not a state: an overdue item can still be closed, and stays marked. */
    overdue: {
      from: ['open'],
      to: 'open',
      after: 'dueOn',
      once: 'overdueOn',
      does: (item) => item.fallOverdue(),
      fact: actionOverdue,
    },
  },
});

/** Read without a lock: the owner of an item may have no right to lock the decision. */
export async function decidedOn(tx: Tx, { decisionId }: ActionItemRecord): Promise<string> {
  const sql = 'SELECT decided_on::text AS day FROM decision WHERE id = $1';
  const [decision] = await tx.query<{ day: string }[]>(sql, [decisionId]);
  if (decision === undefined) throw refusal(resourceNotFound);
  return decision.day;
}
