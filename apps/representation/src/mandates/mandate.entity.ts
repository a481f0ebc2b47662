import { contains, isInOrder, overlaps, type Period } from '@passerelle/domain/period';
import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import { inputFault, refusal, refuseFuture, stateAfter, type Transition } from '@passerelle/platform/kernel/problems';
import { Column } from 'typeorm';
import type { Occupancy } from '../seats/seats.api.js';
import { refuseOutside } from '../rotation.js';
import { refusalKind } from '../texts/refusal-kind.js';
import {
  MandateState,
  mandateRelations,
  type MandateAct,
  type MandateEnd,
  type MandateStatus,
  type NewMandate,
} from './mandate.schema.js';

export const titularsOverlap = refusalKind({
  code: 'titularsOverlap',
  status: 409,
  title: 'Titulars Overlap',
});

// An unconfirmed proposal would occupy its seat for ever, so it can be revoked too.
export const mandateStates: readonly Transition<MandateStatus>[] = [
  { from: 'proposed', act: 'activate', to: 'active' },
  { from: 'active', act: 'suspend', to: 'suspended' },
  { from: 'suspended', act: 'resume', to: 'active' },
  { from: 'active', act: 'end', to: 'ended' },
  { from: 'suspended', act: 'end', to: 'ended' },
  { from: 'proposed', act: 'revoke', to: 'revoked' },
  { from: 'active', act: 'revoke', to: 'revoked' },
  { from: 'suspended', act: 'revoke', to: 'revoked' },
];

export interface MandateRecord extends Stored<typeof MandateState> {}

/** A person's charge on a seat. Its claim on the seat is checked once, when it is proposed: no later act extends it. */
@StoredAs('mandate', MandateState)
export class MandateRecord {
  static readonly relations = mandateRelations;

  /** Null after the person's data is erased. */
  @Column('uuid', { nullable: true }) declare personId: string | null;

  static propose(id: string, ref: string, seatId: string, terms: NewMandate, seat: Occupancy): MandateRecord {
    refuseOutside(seat.rotation, terms.period);
    if (terms.role === 'titular') refuseSecondTitular(terms.period, seat);
    const beginning = { id, ref, version: 1, status: 'proposed' as const, seatId, bodyId: seat.bodyId };
    const life = { startedOn: null, endedOn: null, suspensions: [] };
    return Object.assign(new MandateRecord(), beginning, life, terms);
  }

  activate({ on }: MandateAct, today: string): void {
    this.move('activate', on, today);
    this.refuseOutsidePeriod(on);
    this.startedOn = on;
  }

  suspend({ on }: MandateAct, today: string): void {
    this.move('suspend', on, today);
    this.refuseOutsidePeriod(on);
    this.suspensions = [...this.suspensions, { from: on }];
  }

  resume({ on }: MandateAct, today: string): void {
    this.move('resume', on, today);
    this.refuseOutsidePeriod(on);
    this.closeSuspension(on);
  }

  end({ on }: MandateEnd, today: string): void {
    this.move('end', on, today);
    this.leave(on);
  }

  /** Revoked by the authority that gave it; a revoked proposal was in force on no day. */
  revoke({ on }: MandateEnd, today: string): void {
    this.move('revoke', on, today);
    this.leave(on);
  }

  /** The view for callers who may not learn who the person is. */
  withoutPerson(): MandateRecord {
    return Object.assign(new MandateRecord(), this, { personId: null });
  }

  private move(act: string, on: string, today: string): void {
    const status = stateAfter(mandateStates, this.status, act);
    refuseFuture('on', on, today);
    const { from, to } = this.suspensions.at(-1) ?? {};
    const before = to ?? from ?? this.startedOn;
    if (before && on < before) throw dayFault(`must not be earlier than the previous act (${before})`);
    this.status = status;
  }

  private leave(on: string): void {
    if (this.startedOn) this.refuseImpossibleEnd(this.startedOn, on);
    this.endedOn = on;
    this.closeSuspension(on);
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

const dayFault = (detail: string) => inputFault('body', 'on', 'invalidPeriod', detail);

/** P2; the seat must be locked during this check. */
function refuseSecondTitular(period: Period, { claims }: Occupancy): void {
  const other = claims.find((claim) => claim.role === 'titular' && overlaps(claim.period, period));
  if (other !== undefined) throw refusal(titularsOverlap, { ref: other.ref });
}
