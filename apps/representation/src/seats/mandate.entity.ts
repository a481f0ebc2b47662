import { contains, isInOrder, overlaps } from '@passerelle/domain/period';
import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import type { Name } from '@passerelle/platform/features/lives';
import { inputFault, recordClosed, refusal, refuseFuture } from '@passerelle/platform/kernel/problems';
import { mergeInto } from '@passerelle/platform/runtime/operations';
import { Column } from 'typeorm';
import { refuseOutside } from './rotation.js';
import { refusalKind } from '../texts/refusal-kind.js';
import type { Occupancy } from './claims.js';
import {
  MandateState,
  MandateTerms,
  mandateRelations,
  type MandateAct,
  type MandateChange,
  type MandateEnd,
  type NewMandate,
} from './mandate.schema.js';

export const titularsOverlap = refusalKind({
  code: 'titularsOverlap',
  status: 409,
  title: 'Titulars Overlap',
});

export const mandateHasPerson = refusalKind({
  code: 'mandateHasPerson',
  status: 409,
  title: 'Mandate Has Person',
});

export interface MandateRecord extends Stored<typeof MandateState> {}

/** A person's charge on a seat. Its claim on the seat is checked when it is proposed or corrected: no act extends it. */
@StoredAs('mandate', MandateState, { classification: `'internal'` })
export class MandateRecord {
  static readonly relations = mandateRelations;

  /** Null until the person is registered, and once the person is erased. */
  @Column('uuid', { nullable: true }) declare personId: string | null;

  /** Whether it was a person's who is erased: it is not given to another person. */
  @Column('boolean', { default: false }) declare personErased: boolean;

  static propose(name: Name, terms: NewMandate, seat: Occupancy): MandateRecord {
    const { id: seatId, bodyId, classification } = seat;
    const beginning = { version: 1, status: 'proposed' as const, seatId, bodyId, classification, ...cutBy(seat) };
    const life = { personId: null, personErased: false, startedOn: null, endedOn: null, suspensions: [] };
    const mandate = Object.assign(new MandateRecord(), name, beginning, life, terms);
    mandate.refuseWithoutRoom(seat);
    return mandate;
  }

  /** While it is not over; the days that acts have set stay, and stay within its period. */
  change({ personId, ...terms }: MandateChange, seat: Occupancy): void {
    if (this.status === 'ended' || this.status === 'revoked') throw refusal(recordClosed, { ref: this.ref });
    if (personId !== undefined) this.giveTo(personId);
    mergeInto(this, MandateTerms, terms);
    for (const day of [this.startedOn, this.lastActOn])
      if (day && !contains(this.period, day))
        throw inputFault('body', 'period', 'invalidPeriod', `must contain the days of its acts (${day})`);
    this.refuseWithoutRoom(seat);
  }

  activate({ on }: MandateAct, today: string): void {
    this.refuseImpossibleDay(on, today);
    this.refuseOutsidePeriod(on);
    this.startedOn = on;
  }

  suspend({ on }: MandateAct, today: string): void {
    this.refuseImpossibleDay(on, today);
    this.refuseOutsidePeriod(on);
    this.suspensions = [...this.suspensions, { from: on }];
  }

  resume({ on }: MandateAct, today: string): void {
    this.refuseImpossibleDay(on, today);
    this.refuseOutsidePeriod(on);
    this.closeSuspension(on);
  }

  /** It ends, or is revoked; a revoked proposal was in force on no day. */
  leave({ on }: MandateEnd, today: string): void {
    this.refuseImpossibleDay(on, today);
    if (this.startedOn) this.refuseImpossibleEnd(this.startedOn, on);
    this.endedOn = on;
    this.closeSuspension(on);
  }

  /** The view for callers who may not learn who the person is. */
  withoutPerson(): MandateRecord {
    return Object.assign(new MandateRecord(), this, { personId: null });
  }

  /** Once: a mandate of another person is another mandate. */
  private giveTo(personId: string): void {
    if (this.personErased || (this.personId !== null && this.personId !== personId))
      throw refusal(mandateHasPerson, { ref: this.ref });
    this.personId = personId;
  }

  private get lastActOn(): string | null | undefined {
    const { from, to } = this.suspensions.at(-1) ?? {};
    return to ?? from ?? this.startedOn;
  }

  /** P2 and P8; the seat must be locked during this check. */
  private refuseWithoutRoom({ rotation, claims }: Occupancy): void {
    refuseOutside(rotation, this.period);
    if (this.role !== 'titular') return;
    const isOther = (claim: Occupancy['claims'][number]) => claim.ref !== this.ref && claim.role === 'titular';
    const other = claims.find((claim) => isOther(claim) && overlaps(claim.period, this.period));
    if (other !== undefined) throw refusal(titularsOverlap, { ref: other.ref });
  }

  private refuseImpossibleDay(on: string, today: string): void {
    refuseFuture('on', on, today);
    const before = this.lastActOn;
    if (before && on < before) throw dayFault(`must not be earlier than the previous act (${before})`);
  }

  private refuseImpossibleEnd(startedOn: string, on: string): void {
    if (!isInOrder({ from: startedOn, to: on })) throw dayFault(`must be later than its first day (${startedOn})`);
    const { to } = this.period;
    if (to !== undefined && on > to) throw dayFault(`must not be later than the end of its period (${to})`);
  }

  private refuseOutsidePeriod(on: string): void {
    if (!contains(this.period, on)) throw dayFault('must be within the period of the mandate');
  }

  /** A suspension that began on that very day lasted no day, and is removed. */
  private closeSuspension(on: string): void {
    this.suspensions = this.suspensions.flatMap((suspension) => {
      if (suspension.to !== undefined) return [suspension];
      return suspension.from < on ? [{ from: suspension.from, to: on }] : [];
    });
  }
}

/** What mandates copy from their seat: lists, figures and the calendar are cut by it. */
export const cutBy = ({ level, departments }: Pick<Occupancy, 'level' | 'departments'>) => ({ level, departments });

const dayFault = (detail: string) => inputFault('body', 'on', 'invalidPeriod', detail);
