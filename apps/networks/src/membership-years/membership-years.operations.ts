import { Database } from '@passerelle/platform/data/database';
import { DeadlineWorker } from '@passerelle/platform/features/deadlines';
import { RecordOperations, VisibilityCascade } from '@passerelle/platform/features/records';
import { refusal, resourceNotFound } from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { membershipForYears } from '../memberships/memberships.api.js';
import { MembershipChanges } from '../shared/membership-changes.js';
import { MembershipEnds } from '../shared/membership-ends.js';
import { refusalKind } from '../texts/refusal-kind.js';
import { lockAbove, lockedMembership } from './locks.js';
import { membershipChanged, membershipEnded } from './membership-changes.js';
import { feeOverpaid, membershipNotRunning, MembershipYearRecord } from './membership-year.entity.js';
import { membershipYearExample } from './membership-year.example.js';
import { membershipYearChanged, membershipYearOpened, membershipYearRetracted } from './membership-year.facts.js';
import { membershipYearLife } from './membership-year.life.js';
import { MembershipYear, MembershipYearChange, membershipYears, NewMembershipYear } from './membership-year.schema.js';
import { hasYear } from './next-year.js';

export const membershipYearExists = refusalKind({
  code: 'membershipYearExists',
  status: 409,
  title: 'Membership Year Exists',
});

@RecordOperations({
  of: MembershipYearRecord,
  many: 'membershipYears',
  one: 'membershipYear',
  scope: 'networks',
  returns: MembershipYear,
  list: {
    summary: 'List years of memberships, the first to be decided on first',
    description: 'What is to be decided: `status=open&decided=false&decideByTo=<day>`.',
    collection: membershipYears,
  },
  read: { summary: 'Read a year of a membership' },
  create: {
    act: 'open',
    address: 'memberships/{membershipId}/years',
    summary: 'Open a year of a membership; the clock opens the following ones',
    description:
      'A year that has passed, or of a membership that has ended, is over from the beginning: it completes the history.',
    body: NewMembershipYear,
    make: async (name, terms: NewMembershipYear, { tx, params, today }) => {
      const membership = await lockedMembership(tx, params['membershipId'] ?? '');
      const year = MembershipYearRecord.open(name, terms, membership, today);
      if (await hasYear(tx, membership.id, terms.year))
        throw refusal(membershipYearExists, { membership: membership.ref, year: terms.year });
      return year;
    },
    fact: (year) => membershipYearOpened(year),
    refuses: [resourceNotFound, membershipNotRunning, membershipYearExists],
    examples: { ofMetrex: membershipYearExample },
  },
  change: {
    summary: 'Correct a year of a membership: its term, its fee and when that is due',
    body: MembershipYearChange,
    apply: async (year, terms: MembershipYearChange, { tx }) =>
      year.change(terms, await membershipForYears(tx, year.membershipId)),
    fact: membershipYearChanged,
    refuses: [feeOverpaid],
    examples: { fee: { fee: { amount: '6700.00' } } },
  },
  life: membershipYearLife,
  retract: { summary: 'Take back a year of a membership that was opened in error', fact: membershipYearRetracted },
  lock: lockAbove,
})
export class MembershipYears {
  constructor(
    readonly db: Database,
    readonly context: ServiceContext,
    clock: DeadlineWorker,
    changes: MembershipChanges,
    ends: MembershipEnds,
    visibility: VisibilityCascade,
  ) {
    changes.follow(membershipChanged);
    ends.follow(membershipEnded);
    visibility.register({
      entity: MembershipYearRecord,
      column: 'network_id',
      depth: 1,
      changed: membershipYearChanged,
    });
    clock.keep(MembershipYearRecord, membershipYearLife, lockAbove);
  }
}
