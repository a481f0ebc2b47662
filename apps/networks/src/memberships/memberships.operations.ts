import { Database } from '@passerelle/platform/data/database';
import { classificationOf, RecordOperations, VisibilityCascade } from '@passerelle/platform/features/records';
import { languageIncomplete, refusal, resourceNotFound } from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { membershipExample } from '../examples.js';
import { MembershipChanges } from '../shared/membership-changes.js';
import { MembershipEnds } from '../shared/membership-ends.js';
import { lockNetwork } from '../networks/networks.api.js';
import { MembershipRecord } from './membership.entity.js';
import { membershipChanged, membershipRegistered, membershipRetracted } from './membership.facts.js';
import { membershipLife } from './membership.life.js';
import { Membership, MembershipChange, memberships, NewMembership } from './membership.schema.js';
import { membershipOverlaps, refuseOverlap } from './overlap.js';

@RecordOperations({
  of: MembershipRecord,
  many: 'memberships',
  one: 'membership',
  scope: 'networks',
  returns: Membership,
  list: { summary: 'List memberships of networks', collection: memberships },
  read: { summary: 'Read a membership' },
  create: {
    act: 'register',
    address: 'networks/{networkId}/memberships',
    summary: 'Register a membership, as a prospect or as active already',
    body: NewMembership,
    make: async (name, terms, { tx, params, today }) => {
      const networkId = params['networkId'] ?? '';
      if (!(await lockNetwork(tx, networkId, 'NO KEY UPDATE'))) throw refusal(resourceNotFound);
      const membership = MembershipRecord.register(name, networkId, terms, today);
      if (membership.status === 'active') await refuseOverlap(tx, membership);
      return membership;
    },
    fact: membershipRegistered,
    refuses: [resourceNotFound, membershipOverlaps],
    examples: {
      prospect: membershipExample,
      activeAlready: { ...membershipExample, status: 'active', since: '2020-11-30' },
    },
  },
  change: {
    summary: 'Correct a membership; its holder cannot change',
    body: MembershipChange,
    apply: (membership, terms, { today }) => membership.change(terms, today),
    fact: membershipChanged,
    refuses: [languageIncomplete],
    examples: { observer: { category: 'observer' } },
  },
  life: membershipLife,
  retract: { summary: 'Take back a membership that was registered in error', fact: membershipRetracted },
  cascade: {
    copies: ({ status, until, noticePeriod, departments, classification }) => ({
      isOver: status === 'ended',
      ...{ until, noticePeriod, departments, classification },
    }),
    follow: async ({ changes, ends, visibility }: Memberships, tx, membership) => {
      const { id, status, until } = membership;
      await visibility.follow(tx, 'membership_id', id, classificationOf(membership));
      if (status === 'ended' && until !== null) await ends.tell(tx, { id, until });
      else await changes.announce(tx, { id });
    },
  },
})
export class Memberships {
  constructor(
    readonly db: Database,
    readonly context: ServiceContext,
    readonly changes: MembershipChanges,
    readonly ends: MembershipEnds,
    readonly visibility: VisibilityCascade,
  ) {}
}
