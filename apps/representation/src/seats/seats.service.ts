import { Injectable } from '@nestjs/common';
import { today } from '@passerelle/domain/period';
import type { Condition, Page } from '@passerelle/platform/collections';
import { Database, findOrRefuse, insert, newId, nextReference, update, type Tx } from '@passerelle/platform/database';
import { record } from '@passerelle/platform/facts';
import type { Caller } from '@passerelle/platform/identity';
import { refuse, resourceNotFound } from '@passerelle/platform/problems';
import { refuseUnseen, visibleTo, type Classified, type Viewer } from '@passerelle/platform/rights';
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

  list(query: SeatQuery, caller: Caller): Promise<Page> {
    return seats.read(this.db, query, inVisibleBody(this.viewer(caller)));
  }

  async read(id: string, caller: Caller): Promise<SeatRecord> {
    const seat = await this.db.read((tx) => findOrRefuse(tx, SeatRecord, id));
    refuseUnseen(this.viewer(caller), await this.db.read((tx) => bodyOf(tx, seat.bodyId)));
    return seat;
  }

  register(bodyId: string, terms: NewSeat): Promise<SeatRecord> {
    return this.db.transaction(async (tx) => {
      const body = await bodyOf(tx, bodyId);
      const ref = await nextReference(tx, this.context.referencePrefix, Number(today(new Date()).slice(0, 4)));
      const seat = SeatRecord.register(newId(), ref, bodyId, terms, body);
      await insert(tx, SeatRecord, seat);
      await record(tx, seatRegistered(seat));
      return seat;
    });
  }

  change(id: string, version: number | undefined, terms: SeatChange): Promise<SeatRecord> {
    return this.db.transaction(async (tx) => {
      const { claims } = await lockedOccupancy(tx, id);
      const seat = await findOrRefuse(tx, SeatRecord, id, version);
      seat.change(terms, claims);
      await update(tx, SeatRecord, seat);
      await record(tx, seatChanged(seat));
      return seat;
    });
  }

  private viewer(caller: Caller): Viewer {
    return { caller, home: this.context.settings.HOME_PARTY };
  }
}

/** A seat is seen by whoever sees its body: it has no classification of its own that could lag behind. */
const inVisibleBody =
  (viewer: Viewer): Condition =>
  (bind) =>
    `record.body_id IN (SELECT record.id FROM body record WHERE ${visibleTo(viewer)(bind)})`;

async function bodyOf(tx: Tx, id: string): Promise<Frame & Classified> {
  const [body] = await tx.query<(Frame & Classified)[]>(
    'SELECT level, objective, classification FROM body WHERE id = $1',
    [id],
  );
  if (body === undefined) throw refuse(resourceNotFound);
  return body;
}
