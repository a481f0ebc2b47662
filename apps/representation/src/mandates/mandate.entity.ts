import type { OrganisationRef } from '@passerelle/domain/organisation-ref';
import { contains, isInOrder, overlaps, type Period } from '@passerelle/domain/period';
import {
  inputFault,
  refusalKind,
  refuse,
  refuseFuture,
  stateAfter,
  type Transition,
} from '@passerelle/platform/problems';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Occupancy } from '../occupancy.js';
import { refuseOutside } from '../rotation.js';
import {
  mandateRelations,
  type ActsFor,
  type MandateAct,
  type MandateEnd,
  type MandateStatus,
  type NewMandate,
} from './mandate.schema.js';

export const titularsOverlap = refusalKind({
  code: 'titularsOverlap',
  status: 409,
  title: 'Titulars Overlap',
  detail: {
    fr: 'Un siège n’a qu’un membre effectif à la fois: le mandat {ref} l’occupe pendant une partie de cette période.',
    nl: 'Een zetel heeft maar één effectief lid tegelijk: het mandaat {ref} bezet hem tijdens een deel van deze periode.',
    en: 'A seat has one titular member at a time: the mandate {ref} occupies it during a part of this period.',
    de: 'Ein Sitz hat nur ein ordentliches Mitglied zur selben Zeit: das Mandat {ref} besetzt ihn während eines Teils dieses Zeitraums.',
  },
});

// A proposal that nobody confirmed would occupy its seat for ever: it can be revoked like any other.
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

/** A person's charge on a seat. What it may take of the seat is judged once, when it is proposed: no act takes more. */
@Entity('mandate')
export class MandateRecord {
  static readonly relations = mandateRelations;

  @PrimaryColumn('uuid') declare id: string;
  @Column('text') declare ref: string;
  @Column('int') declare version: number;
  @Column('text') declare status: MandateStatus;
  @Column('uuid') declare seatId: string;
  @Column('uuid') declare bodyId: string;
  /** Null once the person was erased. */
  @Column('uuid', { nullable: true }) declare personId: string | null;
  @Column('text') declare role: string;
  @Column('text') declare actsFor: ActsFor;
  @Column('jsonb') declare period: Period;
  @Column('jsonb', { nullable: true }) declare appointedBy: OrganisationRef | null;
  @Column('date', { nullable: true }) declare startedOn: string | null;
  @Column('date', { nullable: true }) declare endedOn: string | null;
  @Column('jsonb') declare suspensions: Period[];

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

  /** Taken back by whoever gave it; a proposal is dropped, and was held on no day. */
  revoke({ on }: MandateEnd, today: string): void {
    this.move('revoke', on, today);
    this.leave(on);
  }

  /** As it is shown to those who must not learn who the person is. */
  withoutPerson(): MandateRecord {
    return Object.assign(new MandateRecord(), this, { personId: null });
  }

  private move(act: string, on: string, today: string): void {
    const status = stateAfter(mandateStates, this.status, act);
    refuseFuture('on', on, today);
    const { from, to } = this.suspensions.at(-1) ?? {};
    const before = to ?? from ?? this.startedOn;
    if (before && on < before) throw dayFault(`lies before the act before it, of ${before}`);
    this.status = status;
  }

  private leave(on: string): void {
    if (this.startedOn) this.refuseImpossibleEnd(this.startedOn, on);
    this.endedOn = on;
    this.closeSuspension(on);
  }

  private refuseImpossibleEnd(startedOn: string, on: string): void {
    if (!isInOrder({ from: startedOn, to: on })) throw dayFault(`is not later than its first day, ${startedOn}`);
    const { to } = this.period;
    if (to !== undefined && on > to) throw dayFault(`lies after the end of its period, ${to}`);
  }

  private refuseOutsidePeriod(on: string): void {
    if (!contains(this.period, on)) throw dayFault('lies outside the period for which it is given');
  }

  /** One that began on that very day lasted no day, and is none. */
  private closeSuspension(on: string): void {
    this.suspensions = this.suspensions.flatMap((suspension) => {
      if (suspension.to !== undefined) return [suspension];
      return suspension.from < on ? [{ from: suspension.from, to: on }] : [];
    });
  }
}

const dayFault = (detail: string) => inputFault('body', 'on', 'invalidPeriod', detail);

/** P2, and the reason for which the seat is locked while it is asked. */
function refuseSecondTitular(period: Period, { claims }: Occupancy): void {
  const other = claims.find((claim) => claim.role === 'titular' && overlaps(claim.period, period));
  if (other !== undefined) throw refuse(titularsOverlap, { ref: other.ref });
}
