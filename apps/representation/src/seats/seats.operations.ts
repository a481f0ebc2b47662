import { Database, lockRow } from '@passerelle/platform/data/database';
import { RecordOperations, VisibilityCascade } from '@passerelle/platform/features/records';
import { recordRetracted, resourceNotFound } from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { lockedBody } from '../bodies/bodies.api.js';
import { seatExample } from '../examples.js';
import { outsideRotation } from '../rotation.js';
import { claimsOn } from './claims.js';
import { SeatRecord } from './seat.entity.js';
import { seatChanged, seatRegistered, seatRetracted } from './seat.facts.js';
import { NewSeat, Seat, SeatChange, seats } from './seat.schema.js';

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
    make: async (name, terms, { tx, params }) =>
      SeatRecord.register(name, terms, await lockedBody(tx, params['bodyId'] ?? '')),
    fact: seatRegistered,
    refuses: [resourceNotFound, recordRetracted],
    examples: { inTurn: seatExample },
  },
  change: {
    summary: 'Correct a seat',
    body: SeatChange,
    apply: async (seat, terms, { tx }) => seat.change(terms, await claimsOn(tx, seat.id)),
    fact: seatChanged,
    refuses: [outsideRotation],
    examples: { nextTurn: { rotation: { entity: 'BE-WAL', semester: '2024-S2' } } },
  },
  retract: { summary: 'Take back a seat that was registered in error', fact: seatRetracted },
  // A concurrent mandate waits, and is then checked against the new turn.
  lock: (tx, id) => lockRow(tx, SeatRecord, id),
})
export class Seats {
  constructor(
    readonly db: Database,
    readonly context: ServiceContext,
    visibility: VisibilityCascade,
  ) {
    visibility.register({ entity: SeatRecord, column: 'body_id', depth: 1, changed: seatChanged });
  }
}
