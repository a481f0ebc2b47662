import { Controller } from '@nestjs/common';
import type { Page } from '@passerelle/platform/data/lists';
import { Operation, type Call } from '@passerelle/platform/runtime/operations';
import { preconditionRequired, resourceNotFound, stalePrecondition } from '@passerelle/platform/kernel/problems';
import { seatExample } from '../examples.js';
import { outsideRotation } from '../rotation.js';
import type { SeatRecord } from './seat.entity.js';
import { NewSeat, Seat, SeatChange, seats, type SeatQuery } from './seat.schema.js';
import { SeatsService } from './seats.service.js';

const read = 'representation:read';
const write = 'representation:write';

@Controller()
export class SeatsController {
  constructor(private readonly seats: SeatsService) {}

  @Operation({
    route: 'GET /seats',
    summary: 'List seats in bodies',
    scope: read,
    query: seats.query,
    returns: seats.page,
  })
  list(call: Call<undefined, never, SeatQuery>): Promise<Page> {
    return this.seats.list(call);
  }

  @Operation({
    route: 'GET /seats/{seatId}',
    summary: 'Read a seat',
    scope: read,
    returns: Seat,
    refuses: [resourceNotFound],
  })
  read(call: Call<undefined, 'seatId'>): Promise<SeatRecord> {
    return this.seats.read(call);
  }

  @Operation({
    route: 'POST /bodies/{bodyId}/seats',
    summary: 'Register a seat in a body',
    scope: write,
    resource: 'seats',
    body: NewSeat,
    returns: Seat,
    refuses: [resourceNotFound],
    examples: { inTurn: seatExample },
  })
  register(call: Call<NewSeat, 'bodyId'>): Promise<SeatRecord> {
    return this.seats.register(call);
  }

  @Operation({
    route: 'PATCH /seats/{seatId}',
    summary: 'Correct a seat',
    scope: write,
    body: SeatChange,
    returns: Seat,
    refuses: [resourceNotFound, preconditionRequired, stalePrecondition, outsideRotation],
    examples: { nextTurn: { rotation: { entity: 'BE-WAL', semester: '2024-S2' } } },
  })
  change(call: Call<SeatChange, 'seatId'>): Promise<SeatRecord> {
    return this.seats.change(call);
  }
}
