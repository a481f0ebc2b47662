import { addDays, startOfDay } from '@passerelle/domain/period';
import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import type { Name } from '@passerelle/platform/features/lives';
import { illegalTransition, inputFault, recordClosed, refusal } from '@passerelle/platform/kernel/problems';
import { mergeInto } from '@passerelle/platform/runtime/operations';
import { Column } from 'typeorm';
import { refuseOutOfTurn, refuseUnsourced, type NetworkAct } from '../acts.js';
import type { MembershipContext } from '../memberships/memberships.api.js';
import { refusalKind } from '../texts/refusal-kind.js';
import { OfficeState, OfficeTerms, officeRelations, type NewOffice, type OfficeChange } from './office.schema.js';

export const membershipNotActive = refusalKind({
  code: 'membershipNotActive',
  status: 409,
  title: 'Membership Not Active',
});

/** How long before the last day of its term the end of an office is near. */
export const nearDays = 30;

export interface OfficeRecord extends Stored<typeof OfficeState> {}

/**
 * An office in a network, which the holder of a membership is a candidate for, takes and leaves. It names no person.
 */
@StoredAs('office', OfficeState, { classification: `'internal'`, themes: `'{}'` })
export class OfficeRecord {
  static readonly relations = officeRelations;

  /** The last day of the term in a column of its own, for the clock. */
  @Column('date', { nullable: true }) declare termEndsOn: string | null;

  static nominate(name: Name, membershipId: string, terms: NewOffice, context: MembershipContext): OfficeRecord {
    const { networkId, holderKind, classification } = context;
    const copied = { membershipId, networkId, holderKind, classification };
    const beginning = { ...name, version: 1, status: 'candidate' as const, statusSince: null, endNearOn: null };
    const office = Object.assign(new OfficeRecord(), beginning, copied, terms);
    office.setTermEnd();
    refuseUnsourced(holderKind, office.source);
    office.refuseUncovered(context);
    return office;
  }

  /** An election was held, or was not: what followed from it stands. */
  change(terms: OfficeChange, context: MembershipContext): void {
    if (this.status === 'notElected' || this.status === 'ended') throw refusal(recordClosed, { ref: this.ref });
    const { elected } = this;
    mergeInto(this, OfficeTerms, terms);
    if (terms.term !== undefined) this.setTermEnd();
    refuseUnsourced(this.holderKind, this.source);
    if (this.status !== 'candidate' && this.elected !== elected)
      throw inputFault('body', 'elected', 'schemaViolation', 'can change for a candidate only');
    this.refuseUncovered(context);
    if (this.tookOfficeOn) this.refuseOutsideTerm('term', this.tookOfficeOn);
  }

  win(act: NetworkAct, today: string, context: MembershipContext): void {
    if (!this.canBeWon()) this.refuseTransition('win', 'lose, take');
    this.advance(act, today);
    this.refuseUncovered(context);
  }

  take(act: NetworkAct, today: string, context: MembershipContext): void {
    if (!this.canBeTaken()) this.refuseTransition('take', 'win, lose');
    this.advance(act, today);
    this.refuseUncovered(context);
    this.refuseOutsideTerm('on', act.on);
    this.tookOfficeOn = act.on;
  }

  end(act: NetworkAct, today: string): void {
    this.advance(act, today);
    this.leftOfficeOn = act.on;
  }

  /** From the thirtieth day before the end of the term, or from the first day in office where that is later. */
  comeNear(): Date {
    const { endsOn, startsOn } = this.term;
    const [begins, near] = [this.tookOfficeOn ?? startsOn, addDays(endsOn ?? startsOn, -nearDays)];
    const on = near < begins ? begins : near;
    this.endNearOn = on;
    return startOfDay(on);
  }

  /** The day and the reason of an act that moves the office on. */
  advance({ on, reason }: NetworkAct, today: string): void {
    refuseOutOfTurn(on, today, this.statusSince);
    Object.assign(this, { statusSince: on, statusReason: reason ?? null });
  }

  // An elected office must be won before it is taken; an office by appointment has no election.

  canBeWon(): boolean {
    return this.elected;
  }

  canBeTaken(): boolean {
    return !this.elected || this.status === 'elected';
  }

  /**
   * The days of the membership decide, so that history can be recorded after it has ended (N2). A membership without a
   * known first day covers every beginning; one with a last day does not cover a term without an end.
   */
  isCovered({ member, since, until }: Pick<MembershipContext, 'member' | 'since' | 'until'>): boolean {
    const { startsOn, endsOn } = this.term;
    const isBegun = since === null || since <= startsOn;
    const isLasting = until === null || (endsOn !== undefined && endsOn <= until);
    return member && isBegun && isLasting;
  }

  /** With another last day, its end may be near no longer. */
  private setTermEnd(): void {
    const { endsOn = null } = this.term;
    if (endsOn !== this.termEndsOn) this.endNearOn = null;
    this.termEndsOn = endsOn;
  }

  private refuseUncovered(context: MembershipContext): void {
    if (!this.isCovered(context)) throw refusal(membershipNotActive, { membership: context.ref });
  }

  private refuseOutsideTerm(name: string, on: string): void {
    const { startsOn, endsOn } = this.term;
    if (on >= startsOn && (endsOn === undefined || on <= endsOn)) return;
    const fault = `the first day in office (${on}) must be within the term (${startsOn} to ${endsOn ?? '-'})`;
    throw inputFault('body', name, 'invalidPeriod', fault);
  }

  private refuseTransition(act: string, possible: string): never {
    throw refusal(illegalTransition, { act, state: this.status, possible });
  }
}
