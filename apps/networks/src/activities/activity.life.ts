import { actsOf, Life } from '@passerelle/platform/features/lives';
import { languageIncomplete } from '@passerelle/platform/kernel/problems';
import type { ActivityRecord } from './activity.entity.js';
import { activityWithdrawn } from './activity.facts.js';
import { Withdrawal, type ActivityStatus } from './activity.schema.js';

const act = actsOf<ActivityRecord, ActivityStatus>();

export const activityLife = new Life({
  withdraw: act({
    from: ['recorded'],
    to: 'withdrawn',
    summary: 'Withdraw an activity that was announced and did not take place',
    asks: Withdrawal,
    does: (activity, given) => activity.withdraw(given),
    fact: (activity) => activityWithdrawn(activity),
    refuses: [languageIncomplete],
    examples: { cancelled: { reason: { fr: 'Annulée par l’organisateur.', nl: 'Afgelast door de organisator.' } } },
  }),
});
