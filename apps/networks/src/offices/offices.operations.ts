import { Database, readIn, update, type Tx } from '@passerelle/platform/data/database';
import { record } from '@passerelle/platform/events/facts';
import { DeadlineWorker } from '@passerelle/platform/features/deadlines';
import { RecordOperations, VisibilityCascade } from '@passerelle/platform/features/records';
import { languageIncomplete, resourceNotFound } from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { officeExample } from '../examples.js';
import { MembershipEnds, type EndedMembership } from '../shared/membership-ends.js';
import { lockMembership, membershipContext } from '../memberships/memberships.api.js';
import { membershipNotActive, OfficeRecord } from './office.entity.js';
import { officeChanged, officeEnded, officeNominated, officeRetracted } from './office.facts.js';
import { officeLife } from './office.life.js';
import { NewOffice, Office, OfficeChange, offices } from './office.schema.js';

@RecordOperations({
  of: OfficeRecord,
  many: 'offices',
  one: 'office',
  scope: 'networks',
  returns: Office,
  lock: lockMembershipOf,
  list: { summary: 'List offices in networks', collection: offices },
  read: { summary: 'Read an office in a network' },
  create: {
    act: 'nominate',
    address: 'memberships/{membershipId}/offices',
    summary: "Register a member's candidacy for an office",
    body: NewOffice,
    make: async (name, terms, { tx, params: { membershipId = '' } }) => {
      await lockMembership(tx, membershipId);
      return OfficeRecord.nominate(name, membershipId, terms, await membershipContext(tx, membershipId));
    },
    fact: officeNominated,
    refuses: [resourceNotFound, membershipNotActive],
    examples: { vicePresidency: officeExample },
  },
  change: {
    summary: 'Correct an office while it is not over',
    body: OfficeChange,
    apply: async (office, terms, { tx }) => office.change(terms, await membershipContext(tx, office.membershipId)),
    fact: officeChanged,
    refuses: [membershipNotActive, languageIncomplete],
    examples: { lastDay: { term: { endsOn: '2023-11-29' } } },
  },
  life: officeLife,
  retract: { summary: 'Take back an office that was registered in error', fact: officeRetracted },
})
export class Offices {
  constructor(
    readonly db: Database,
    readonly context: ServiceContext,
    ends: MembershipEnds,
    visibility: VisibilityCascade,
    clock: DeadlineWorker,
  ) {
    visibility.register({ entity: OfficeRecord, column: 'membership_id', depth: 1, changed: officeChanged });
    ends.follow(endAll);
    clock.keep(OfficeRecord, officeLife, lockMembershipOf);
  }
}

/** Before the office itself: the end of a membership locks it, and then its offices. */
async function lockMembershipOf(tx: Tx, officeId: string): Promise<void> {
  const { rows } = await readIn<{ id: string }>(tx, 'SELECT membership_id AS id FROM office WHERE id = $1', [officeId]);
  for (const { id } of rows) await lockMembership(tx, id);
}

/** Offices end with their membership; a term that was over earlier ended on its own last day. */
async function endAll(tx: Tx, { id, until }: EndedMembership): Promise<void> {
  const running = await tx
    .createQueryBuilder(OfficeRecord, 'office')
    .where(`office.membershipId = :id AND office.status = 'inOffice' AND office.retractedAt IS NULL`, { id })
    .orderBy('office.id')
    .getMany();
  for (const office of running) {
    const { endsOn = until } = office.term;
    office.end({ on: endsOn < until ? endsOn : until }, until);
    officeLife.move(office, 'end');
    await update(tx, OfficeRecord, office);
    await record(tx, officeEnded(office));
  }
}
