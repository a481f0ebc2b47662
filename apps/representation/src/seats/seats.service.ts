import { Injectable } from '@nestjs/common';
import { today } from '@passerelle/domain/period';
import type { Page } from '@passerelle/platform/data/lists';
import { Database, findOrRefuse, insert, newId, nextReference, update } from '@passerelle/platform/data/database';
import { record } from '@passerelle/platform/events/facts';
import type { Call } from '@passerelle/platform/runtime/operations';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { bodyContext } from '../bodies/bodies.api.js';
import { SeatRecord } from './seat.entity.js';
import { seatChanged, seatRegistered } from './seat.facts.js';
import { seats, type NewSeat, type SeatChange, type SeatQuery } from './seat.schema.js';
import { Occupancies } from './seats.api.js';

@Injectable()
export class SeatsService {
  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
    private readonly occupancies: Occupancies,
  ) {}

  list(call: Call<undefined, never, SeatQuery>): Promise<Page> {
    return seats.read(this.db, call);
  }

  read(call: Call<undefined, 'seatId'>): Promise<SeatRecord> {
    return this.db.read(call, (tx) => findOrRefuse(tx, SeatRecord, call.params.seatId));
  }

  register(call: Call<NewSeat, 'bodyId'>): Promise<SeatRecord> {
    return this.db.transaction(call, async (tx) => {
      const body = await bodyContext(tx, call.params.bodyId);
      const ref = await nextReference(tx, this.context.referencePrefix, Number(today(new Date()).slice(0, 4)));
      const seat = SeatRecord.register(newId(), ref, call.params.bodyId, call.body, body);
      await insert(tx, SeatRecord, seat);
      await record(tx, seatRegistered(seat));
      return seat;
    });
  }

  change(call: Call<SeatChange, 'seatId'>): Promise<SeatRecord> {
    return this.db.transaction(call, async (tx) => {
      const { claims } = await this.occupancies.locked(tx, call.params.seatId);
      const seat = await findOrRefuse(tx, SeatRecord, call.params.seatId, call.expectedVersion);
      seat.change(call.body, claims);
      await update(tx, SeatRecord, seat);
      await record(tx, seatChanged(seat));
      return seat;
    });
  }
}
