import { Injectable } from '@nestjs/common';
import { today } from '@passerelle/domain/period';
import type { Page } from '@passerelle/platform/collections';
import { Database, findOrRefuse, insert, newId, nextReference, update, type Tx } from '@passerelle/platform/database';
import { record } from '@passerelle/platform/facts';
import type { Call } from '@passerelle/platform/operations';
import { refuse, resourceNotFound } from '@passerelle/platform/problems';
import { ServiceContext } from '@passerelle/platform/service';
import { lockedOccupancy } from '../occupancy.js';
import { SeatRecord, type Frame } from './seat.entity.js';
import { seatChanged, seatRegistered } from './seat.facts.js';
import { seats, type NewSeat, type SeatChange, type SeatQuery } from './seat.schema.js';

@Injectable()
export class SeatsService {
  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
  ) {}

  list(call: Call<undefined, never, SeatQuery>): Promise<Page> {
    return seats.read(this.db, call);
  }

  read(call: Call<undefined, 'seatId'>): Promise<SeatRecord> {
    return this.db.read(call, (tx) => findOrRefuse(tx, SeatRecord, call.params.seatId));
  }

  register(call: Call<NewSeat, 'bodyId'>): Promise<SeatRecord> {
    return this.db.transaction(call, async (tx) => {
      const body = await bodyOf(tx, call.params.bodyId);
      const ref = await nextReference(tx, this.context.referencePrefix, Number(today(new Date()).slice(0, 4)));
      const seat = SeatRecord.register(newId(), ref, call.params.bodyId, call.body, body);
      await insert(tx, SeatRecord, seat);
      await record(tx, seatRegistered(seat));
      return seat;
    });
  }

  change(call: Call<SeatChange, 'seatId'>): Promise<SeatRecord> {
    return this.db.transaction(call, async (tx) => {
      const { claims } = await lockedOccupancy(tx, call.params.seatId);
      const seat = await findOrRefuse(tx, SeatRecord, call.params.seatId, call.expectedVersion);
      seat.change(call.body, claims);
      await update(tx, SeatRecord, seat);
      await record(tx, seatChanged(seat));
      return seat;
    });
  }
}

async function bodyOf(tx: Tx, id: string): Promise<Frame> {
  const [body] = await tx.query<Frame[]>('SELECT level, objective FROM body WHERE id = $1', [id]);
  if (body === undefined) throw refuse(resourceNotFound);
  return body;
}
