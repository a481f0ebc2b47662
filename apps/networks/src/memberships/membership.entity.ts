import { earliestEnd, noticeDeadline } from '@passerelle/domain/duration';
import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import type { Name } from '@passerelle/platform/features/lives';
import { inputFault, recordClosed, refusal, refuseFuture, within } from '@passerelle/platform/kernel/problems';
import { mergeInto } from '@passerelle/platform/runtime/operations';
import { refuseOutOfTurn, refuseUnsourced, type NetworkAct } from '../acts.js';
import { refusalKind } from '../texts/refusal-kind.js';
import {
  MembershipState,
  MembershipTerms,
  membershipRelations,
  type MembershipChange,
  type NewMembership,
  type Notice,
} from './membership.schema.js';

export const noticeTooShort = refusalKind({
  code: 'noticeTooShort',
  status: 409,
  title: 'Notice Too Short',
});

export interface MembershipRecord extends Stored<typeof MembershipState> {}

/** A membership of a network: its legal holder, and who takes part in practice. */
@StoredAs('membership', MembershipState, { departments: `'{}'` })
export class MembershipRecord {
  static readonly relations = membershipRelations;

  static register(name: Name, networkId: string, terms: NewMembership, today: string): MembershipRecord {
    const since = terms.since ?? null;
    const beginning = { ...name, version: 1, networkId, until: null, statusSince: since };
    const membership = Object.assign(new MembershipRecord(), beginning, terms, { since });
    membership.checkTerms(today);
    return membership;
  }

  change(terms: MembershipChange, today: string): void {
    if (this.status === 'refused' || this.status === 'ended') throw refusal(recordClosed, { ref: this.ref });
    mergeInto(this, MembershipTerms, terms);
    this.checkTerms(today);
  }

  admit(act: NetworkAct, today: string): void {
    this.advance(act, today);
    this.since = act.on;
  }

  giveNotice({ until, ...act }: Notice, today: string): void {
    this.advance(act, today);
    this.refuseShortNotice(act.on, until);
    this.until = until;
  }

  /** The foreseen last day is replaced by the actual one. */
  end(act: NetworkAct, today: string): void {
    this.advance(act, today);
    this.until = act.on;
  }

  /** The day and the reason of an act that moves the membership on. */
  advance({ on, reason }: NetworkAct, today: string): void {
    refuseOutOfTurn(on, today, this.lastDay());
    Object.assign(this, { statusSince: on, statusReason: reason ?? null });
  }

  /** The latest known day: a corrected first day may be later than the last act. */
  private lastDay(): string | null {
    const known = [this.since, this.statusSince].filter((day) => day !== null);
    return known.sort().at(-1) ?? null;
  }

  /** N4, where the notice period is known. */
  private refuseShortNotice(on: string, until: string): void {
    const { ref, noticePeriod } = this;
    if (!noticePeriod) return;
    const noticeBy = within('until', () => noticeDeadline(until, noticePeriod));
    if (on <= noticeBy) return;
    const earliest = within('until', () => earliestEnd(on, noticePeriod));
    throw refusal(noticeTooShort, { membership: ref, period: noticePeriod, until, noticeBy, earliest });
  }

  private checkTerms(today: string): void {
    refuseUnsourced(this.holderKind, this.source);
    if (this.since === null) return;
    refuseFuture('since', this.since, today);
    if (this.status === 'prospect' || this.status === 'applied')
      throw inputFault('body', 'since', 'schemaViolation', 'is allowed for an active membership only');
    if (this.until !== null && this.since > this.until)
      throw inputFault('body', 'since', 'invalidPeriod', `must not be later than ${this.until}`);
  }
}
