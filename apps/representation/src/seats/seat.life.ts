import { actsOf, Life } from '@passerelle/platform/features/lives';
import { endMandatesOn } from './ending.js';
import type { SeatRecord } from './seat.entity.js';
import { seatEnded } from './seat.facts.js';
import { SeatEnd, type SeatStatus } from './seat.schema.js';

const act = actsOf<SeatRecord, SeatStatus>();

export const seatLife = new Life({
  end: act({
    from: ['active'],
    to: 'ended',
    summary: 'Record that the Region has a seat no longer; its mandates end with it',
    asks: SeatEnd,
    does: (seat, given, { today }) => seat.end(given, today),
    fact: (seat) => seatEnded(seat),
    follows: (seat, _, { tx }) => endMandatesOn(tx, seat.id, seat.endedOn ?? ''),
    examples: { endOfYear: { on: '2025-01-01' } },
  }),
});
