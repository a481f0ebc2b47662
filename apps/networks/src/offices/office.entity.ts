import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import { inputFault, refusal } from '@passerelle/platform/kernel/problems';
import { refuseOutOfTurn, type NetworkAct } from '../acts.js';
import type { MembershipContext } from '../memberships/memberships.api.js';
import { refusalKind } from '../texts/refusal-kind.js';
import { OfficeState, officeRelations, type NewOffice } from './office.schema.js';
import { statusAfter } from './office.states.js';

export const membershipNotActive = refusalKind({
  code: 'membershipNotActive',
  status: 409,
  title: 'Membership Not Active',
});

export interface OfficeRecord extends Stored<typeof OfficeState> {}

/**
 * An office in a network, which the holder of a membership is a candidate for, takes and leaves. It names no person.
 */
@StoredAs('office', OfficeState)
export class OfficeRecord {
  static readonly relations = officeRelations;

  static nominate(
    id: string,
    ref: string,
    membershipId: string,
    terms: NewOffice,
    context: MembershipContext,
  ): OfficeRecord {
    const { networkId, holderKind } = context;
    const beginning = { id, ref, version: 1, membershipId, networkId, holderKind, status: 'candidate' as const };
    const office = Object.assign(new OfficeRecord(), beginning, { statusSince: null }, terms);
    office.refuseUncovered(context);
    return office;
  }

  win(act: NetworkAct, today: string, context: MembershipContext): void {
    this.move('win', act, today);
    this.refuseUncovered(context);
  }

  lose(act: NetworkAct, today: string): void {
    this.move('lose', act, today);
  }

  take(act: NetworkAct, today: string, context: MembershipContext): void {
    this.move('take', act, today);
    this.refuseUncovered(context);
    const { startsOn, endsOn } = this.term;
    if (act.on < startsOn || (endsOn !== undefined && act.on > endsOn))
      throw inputFault('body', 'on', 'invalidPeriod', `must be within the term from ${startsOn} to ${endsOn ?? '-'}`);
    this.tookOfficeOn = act.on;
  }

  end(act: NetworkAct, today: string): void {
    this.move('end', act, today);
    this.leftOfficeOn = act.on;
  }

  private move(verb: string, { on, reason }: NetworkAct, today: string): void {
    const status = statusAfter(this.elected, this.status, verb);
    refuseOutOfTurn(on, today, this.statusSince);
    Object.assign(this, { status, statusSince: on, statusReason: reason ?? null });
  }

  /**
   * The days of the membership decide, so that history can be recorded after it has ended (N2). A membership without a
   * known first day covers every beginning; one with a last day does not cover a term without an end.
   */
  private refuseUncovered({ ref, member, since, until }: MembershipContext): void {
    const { startsOn, endsOn } = this.term;
    const isBegun = since === null || since <= startsOn;
    const isLasting = until === null || (endsOn !== undefined && endsOn <= until);
    if (!member || !isBegun || !isLasting) throw refusal(membershipNotActive, { membership: ref });
  }
}
