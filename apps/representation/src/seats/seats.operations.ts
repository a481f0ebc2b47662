import { Database, lockRow, update, type Tx } from '@passerelle/platform/data/database';
import { record } from '@passerelle/platform/events/facts';
import { cascadeBelow, RecordOperations, VisibilityCascade } from '@passerelle/platform/features/records';
import { recordClosed, recordRetracted, resourceNotFound } from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { lockedBody } from '../bodies/bodies.api.js';
import { BodyEnds, type EndedBody } from '../shared/body-ends.js';
import { seatExample } from '../examples.js';
import { outsideRotation } from './rotation.js';
import { claimsOn } from './claims.js';
import { endMandatesOn } from './ending.js';
import { cutBy } from './mandate.entity.js';
import { SeatRecord } from './seat.entity.js';
import { seatChanged, seatEnded, seatRegistered, seatRetracted } from './seat.facts.js';
import { seatLife } from './seat.life.js';
import { NewSeat, Seat, SeatChange, seats } from './seat.schema.js';
import { titularTermsOn } from './vacancy-keeping.js';

@RecordOperations({
  of: SeatRecord,
  many: 'seats',
  one: 'seat',
  scope: 'representation',
  returns: Seat,
  list: { summary: 'List seats in bodies', collection: seats },
  read: { summary: 'Read a seat' },
  create: {
    act: 'register',
    address: 'bodies/{bodyId}/seats',
    summary: 'Register a seat in a body',
    body: NewSeat,
    make: async (name, terms, { tx, params, ...day }) =>
      SeatRecord.register(name, terms, await lockedBody(tx, params['bodyId'] ?? ''), day),
    fact: seatRegistered,
    refuses: [resourceNotFound, recordRetracted, recordClosed],
    examples: { inTurn: seatExample },
  },
  change: {
    summary: 'Correct a seat',
    body: SeatChange,
    apply: async (seat, terms, { tx, ...day }) =>
      seat.change(terms, await claimsOn(tx, seat.id), await titularTermsOn(tx, seat.id), day),
    fact: seatChanged,
    refuses: [outsideRotation],
    examples: { nextTurn: { rotation: { entity: 'BE-WAL', semester: '2024-S2' } } },
  },
  life: seatLife,
  retract: { summary: 'Take back a seat that was registered in error', fact: seatRetracted },
  cascade: cascadeBelow('seat_id', cutBy),
  // A concurrent mandate waits, and is then checked against the new turn.
  lock: (tx, id) => lockRow(tx, SeatRecord, id),
})
export class Seats {
  constructor(
    readonly db: Database,
    readonly context: ServiceContext,
    readonly visibility: VisibilityCascade,
    ends: BodyEnds,
  ) {
    ends.follow(endSeatsOf);
    visibility.register({ entity: SeatRecord, column: 'body_id', depth: 1, changed: seatChanged });
  }
}

/** Seats end with their body, and their mandates with them. */
async function endSeatsOf(tx: Tx, { id: bodyId, endedOn }: EndedBody): Promise<void> {
  const running = await tx
    .createQueryBuilder(SeatRecord, 'seat')
    .where(`seat.bodyId = :bodyId AND seat.status = 'active' AND seat.retractedAt IS NULL`, { bodyId })
    .orderBy('seat.id')
    .setLock('pessimistic_write')
    .getMany();
  for (const seat of running) {
    seat.end({ on: endedOn }, endedOn);
    seatLife.move(seat, 'end');
    await update(tx, SeatRecord, seat);
    await record(tx, seatEnded(seat));
    await endMandatesOn(tx, seat.id, endedOn);
  }
}
