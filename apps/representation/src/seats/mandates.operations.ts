import { Database, findOrRefuse, lockRow, type Tx } from '@passerelle/platform/data/database';
import { RecordOperations, VisibilityCascade } from '@passerelle/platform/features/records';
import { recordClosed, recordRetracted, refusal, resourceNotFound } from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { mandateExample } from '../examples.js';
import { outsideRotation } from './rotation.js';
import { claimsOn, type Occupancy } from './claims.js';
import { KnownPeople } from './known-people.api.js';
import { mandateHasPerson, MandateRecord, titularsOverlap } from './mandate.entity.js';
import { mandateChanged, mandateProposed, mandateRetracted } from './mandate.facts.js';
import { mandateLife } from './mandate.life.js';
import { Mandate, MandateChange, mandates, NewMandate } from './mandate.schema.js';
import { SeatRecord } from './seat.entity.js';
import { keepVacancy, lockSeatOf } from './vacancy-keeping.js';

@RecordOperations({
  of: MandateRecord,
  many: 'mandates',
  one: 'mandate',
  scope: 'representation',
  returns: Mandate,
  list: { summary: 'List mandates on seats', collection: mandates },
  read: { summary: 'Read a mandate; the person is shown to those of the home region who may read people' },
  create: {
    act: 'propose',
    address: 'seats/{seatId}/mandates',
    summary: 'Propose a mandate on a seat',
    body: NewMandate,
    make: async (name, terms, { tx, params }, { people }: Mandates) => {
      const seat = await lockedSeat(tx, params['seatId'] ?? '');
      await people.refuseUnknown(tx, terms);
      return MandateRecord.propose(name, terms, seat);
    },
    fact: mandateProposed,
    refuses: [resourceNotFound, recordRetracted, recordClosed, titularsOverlap, outsideRotation],
    examples: { titular: mandateExample },
  },
  change: {
    summary: 'Correct the terms of a mandate that is not over',
    description:
      'Not its seat: a mandate on another seat, or of another person, is another mandate. One without a person receives it here.',
    body: MandateChange,
    apply: async (mandate, terms, { tx }, { people }) => {
      mandate.change(terms, await lockedSeat(tx, mandate.seatId));
      await people.refuseUnknown(tx, terms);
    },
    fact: mandateChanged,
    follows: async ({ seatId }, { tx, today }) => {
      await keepVacancy(tx, seatId, today);
    },
    refuses: [titularsOverlap, outsideRotation, mandateHasPerson],
    examples: { forAllRegions: { actsFor: 'allBelgianRegions' } },
  },
  life: mandateLife,
  retract: {
    summary: 'Take back a mandate that was registered in error',
    fact: mandateRetracted,
    follows: async ({ seatId }, { tx, today }) => {
      await keepVacancy(tx, seatId, today);
    },
  },
  lock: lockSeatOf,
  /** Whoever may see the body may read its mandates; the person's id is for those of the home region who may read people. */
  shows: (mandate, { actor }) => {
    const isHome = actor.reach(MandateRecord.relations).sees === undefined;
    return isHome && actor.holds('people:read') ? mandate : mandate.withoutPerson();
  },
})
export class Mandates {
  constructor(
    readonly db: Database,
    readonly context: ServiceContext,
    readonly people: KnownPeople,
    visibility: VisibilityCascade,
  ) {
    const children = { entity: MandateRecord, changed: mandateChanged };
    visibility.register({ ...children, column: 'body_id', depth: 2 });
    visibility.register({ ...children, column: 'seat_id', depth: 1 });
  }
}

/** Locked until the transaction ends: a concurrent mandate waits and is then checked. */
async function lockedSeat(tx: Tx, id: string): Promise<Occupancy> {
  await lockRow(tx, SeatRecord, id);
  const { ref, status, bodyId, classification, level, departments, rotation } = await findOrRefuse(tx, SeatRecord, id);
  if (status === 'ended') throw refusal(recordClosed, { ref });
  return { id, bodyId, classification, level, departments, rotation, claims: await claimsOn(tx, id) };
}
