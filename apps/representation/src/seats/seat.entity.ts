import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import type { ActContext, Name } from '@passerelle/platform/features/lives';
import { classificationOf } from '@passerelle/platform/features/records';
import { inputFault, refuseFuture } from '@passerelle/platform/kernel/problems';
import { mergeInto } from '@passerelle/platform/runtime/operations';
import type { BodyContext } from '../bodies/bodies.api.js';
import { refuseOutside, semesterPeriod } from './rotation.js';
import type { Claim } from './claims.js';
import { SeatState, SeatTerms, seatRelations, type NewSeat, type SeatChange, type SeatEnd } from './seat.schema.js';
import { vacantSince, type Term } from './vacancy.js';

export interface SeatRecord extends Stored<typeof SeatState> {}

/** A seat in a body, belonging to a State, a Region or an agency; mandates give it to persons for a time. */
@StoredAs('seat', SeatState, { classification: `'internal'`, status: `'active'` })
export class SeatRecord {
  static readonly relations = seatRelations;

  static register(name: Name, terms: NewSeat, body: BodyContext, { home, today }: Day): SeatRecord {
    const { level = body.level, objective = body.objective } = terms;
    const copied = { bodyId: body.id, ...classificationOf(body), level, objective };
    const beginning = { version: 1, status: 'active' as const, endedOn: null, vacantSince: null };
    const seat = Object.assign(new SeatRecord(), name, beginning, { rotation: null, since: null }, terms, copied);
    seat.keepHeld(home, today);
    seat.noticeVacancy([], today);
    return seat;
  }

  /** The turn cannot move while mandates are given for it. */
  change(terms: SeatChange, claims: readonly Claim[], served: readonly Term[], { home, today }: Day): void {
    mergeInto(this, SeatTerms, terms);
    for (const { period } of claims) refuseOutside(this.rotation, period);
    this.keepHeld(home, today);
    this.noticeVacancy(served, today);
  }

  end({ on }: SeatEnd, today: string): void {
    refuseFuture('on', on, today);
    if (this.since && on <= this.since)
      throw inputFault('body', 'on', 'invalidPeriod', `must be later than its first day (${this.since})`);
    this.endedOn = on;
    this.heldTo = this.heldFrom && earliest(this.heldTo, on);
    this.vacantSince = null;
  }

  /** Whether its vacancy is another one than was known. */
  noticeVacancy(served: readonly Term[], day: string): boolean {
    const known = this.vacantSince;
    this.vacantSince = vacantSince({ from: this.heldFrom, to: this.heldTo }, served, day);
    return this.vacantSince !== known;
  }

  /** In the turn of another entity it is not ours to fill. */
  private keepHeld(home: string, today: string): void {
    const { since, rotation } = this;
    if (since) refuseFuture('since', since, today);
    if (since && this.endedOn !== null && since >= this.endedOn)
      throw inputFault('body', 'since', 'invalidPeriod', `must be earlier than its end (${this.endedOn})`);
    const turn = rotation ? semesterPeriod(rotation.semester) : undefined;
    const isOurs = !rotation || rotation.entity === home;
    this.heldFrom = isOurs ? latest(turn?.from, since) : null;
    this.heldTo = isOurs ? earliest(turn?.to, this.endedOn) : null;
  }
}

type Day = Pick<ActContext, 'home' | 'today'>;

const known = (days: readonly (string | null | undefined)[]): string[] =>
  days.flatMap((day) => (day === null || day === undefined ? [] : [day])).sort();
const latest = (...days: readonly (string | null | undefined)[]): string | null => known(days).at(-1) ?? null;
const earliest = (...days: readonly (string | null | undefined)[]): string | null => known(days)[0] ?? null;
