import { today as dayOf } from '@passerelle/domain/period';
import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import type { ActContext, Name } from '@passerelle/platform/features/lives';
import { refuseMonolingual } from '@passerelle/platform/features/records';
import {
  inputFault,
  recordClosed,
  refusal,
  refuseFuture,
  unknownReference,
} from '@passerelle/platform/kernel/problems';
import { mergeInto } from '@passerelle/platform/runtime/operations';
import { occurredAt, refuseBeforePreviousAct } from '../../shared/acts/evidence.js';
import { refuseNonParties } from '../../shared/acts/participants.js';
import { jointRelations } from '../../shared/visibility/relations.js';
import { refusalKind } from '../../texts/refusal-kind.js';
import { refuseForAnother, type JointAct, type JointEnd } from '../joint-work.js';
import {
  JointStudyState,
  JointStudyTerms,
  type Given,
  type JointStudyChange,
  type NewJointStudy,
  type ReceivedDeliverable,
  type Renegotiation,
  type StudyAgreement,
  type StudyContract,
  type StudyDeliverable,
  type StudyPublication,
} from './joint-study.schema.js';
import { shareAmounts } from './shares.js';

export const alreadyAgreed = refusalKind({
  code: 'alreadyAgreed',
  status: 409,
  title: 'Already Agreed',
});

export const deliverablesMissing = refusalKind({
  code: 'deliverablesMissing',
  status: 409,
  title: 'Deliverables Missing',
});

export interface JointStudyRecord extends Stored<typeof JointStudyState> {}

/** A study that regions pay for and steer together. */
@StoredAs('joint_study', JointStudyState)
export class JointStudyRecord {
  static readonly relations = jointRelations;

  static propose(name: Name, { proposedOn, ...terms }: NewJointStudy, today: string): JointStudyRecord {
    const study = Object.assign(new JointStudyRecord(), name, { version: 1, agreedBy: [] }, terms);
    study.strike(terms);
    for (const field of ['runsFrom', 'runsTo', 'publishedOn'] as const) refuseFuture(field, terms[field] ?? '', today);
    refuseFuture('proposedOn', proposedOn ?? '', today);
    study.statusSince = study.status === 'proposed' ? (proposedOn ?? today) : (terms.publishedOn ?? null);
    study.check();
    return study;
  }

  change({ deliverables, ...terms }: JointStudyChange): void {
    if (this.status === 'closed' || this.status === 'cancelled') throw refusal(recordClosed, { ref: this.ref });
    mergeInto(this, JointStudyTerms, terms);
    if (deliverables !== undefined)
      this.deliverables = deliverables.map((owed) => ({ ...this.received(owed.code), ...owed }));
    this.check();
  }

  /** Agreements to the previous shares are void: each party is asked again. */
  renegotiate({ reason, ...deal }: Renegotiation, today: string): void {
    Object.assign(this, { statusSince: today, statusReason: reason ?? null });
    this.strike(deal);
  }

  /** The agreement of the last party makes the study agreed. */
  agree(given: StudyAgreement, context: ActContext): void {
    const { party } = given;
    refuseForAnother(context, party);
    const at = occurredAt(given, { actingParty: party, recordingParty: context.party, now: context.now });
    refuseNonParties(this, [party]);
    const isGiven = (name: string) => this.agreedBy.some((one) => one.party === name);
    if (isGiven(party)) throw refusal(alreadyAgreed, { party, ref: this.ref });
    const agreement = { ...given, at };
    if (this.statusSince !== null && agreedOn(agreement) < this.statusSince)
      throw inputFault('body', 'at', 'invalidPeriod', `must not be earlier than the proposal (${this.statusSince})`);
    this.agreedBy = [...this.agreedBy, agreement];
    if (this.parties.every(isGiven)) this.conclude();
  }

  procure({ on, contractor }: StudyContract, today: string): void {
    this.advance({ on }, today);
    this.contractor = contractor;
  }

  start(act: JointAct, today: string): void {
    this.advance(act, today);
    this.runsFrom = act.on;
  }

  /** A receipt may be recorded again: the last entry for a deliverable counts. */
  receive({ code, on, document }: ReceivedDeliverable, today: string): void {
    refuseBeforePreviousAct(on, today, this.runsFrom);
    if (!this.deliverables.some((owed) => owed.code === code)) throw unknownReference('code');
    this.deliverables = this.deliverables.map((owed) =>
      owed.code === code ? { ...owed, deliveredOn: on, ...(document === undefined ? {} : { document }) } : owed,
    );
  }

  deliver(act: JointAct, today: string): void {
    this.advance(act, today);
    this.runsTo = act.on;
  }

  release({ on, document }: StudyPublication, today: string): void {
    this.advance({ on }, today);
    const missing = this.deliverables.filter(({ deliveredOn }) => deliveredOn === undefined).map(({ code }) => code);
    if (missing.length > 0) throw refusal(deliverablesMissing, { missing: missing.join(', ') });
    this.publishedOn = on;
    this.publication = document ?? null;
    this.check();
  }

  close(act: JointAct, today: string): void {
    this.advance(act, today);
    this.check();
  }

  cancel(act: JointEnd, today: string): void {
    this.advance(act, today);
  }

  private conclude(): void {
    const statusSince = this.agreedBy.map(agreedOn).sort().at(-1) ?? null;
    Object.assign(this, { status: 'agreed', statusSince, statusReason: null });
  }

  private strike({ shares, budget }: Pick<NewJointStudy, 'shares' | 'budget'>): void {
    const parties = shares.map(({ party }) => party);
    const amounts = shareAmounts(shares, budget);
    Object.assign(this, { shares, parties, budget: budget ?? null, shareAmounts: amounts, agreedBy: [] });
  }

  private advance({ on, reason }: JointAct, today: string): void {
    refuseBeforePreviousAct(on, today, this.statusSince);
    Object.assign(this, { statusSince: on, statusReason: reason ?? null });
  }

  private received(code: string): Pick<StudyDeliverable, 'deliveredOn' | 'document'> {
    const { deliveredOn, document } = this.deliverables.find((owed) => owed.code === code) ?? {};
    return { ...(deliveredOn === undefined ? {} : { deliveredOn }), ...(document === undefined ? {} : { document }) };
  }

  /** A published study is readable by everyone, whatever the classification of its record. */
  private check(): void {
    if (this.publishedOn || this.status === 'published') refuseMonolingual({ ...this, classification: 'public' });
    if (this.plannedStartOn && this.plannedEndOn && this.plannedStartOn > this.plannedEndOn)
      throw inputFault('body', 'plannedEndOn', 'invalidPeriod', `must not be earlier than ${this.plannedStartOn}`);
  }
}

const agreedOn = ({ at }: Given): string => dayOf(new Date(at));
