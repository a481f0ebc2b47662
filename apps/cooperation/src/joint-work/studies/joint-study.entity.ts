import { today as dayOf } from '@passerelle/domain/period';
import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import {
  inputFault,
  recordClosed,
  refusal,
  refuseFuture,
  stateAfter,
  unknownReference,
} from '@passerelle/platform/kernel/problems';
import { mergeInto } from '@passerelle/platform/runtime/operations';
import { refuseMonolingual } from '@passerelle/platform/features/records';
import { refuseNonParties } from '../../shared/acts/participants.js';
import type { JointAct, JointEnd } from '../joint-work.js';
import { jointRelations } from '../../shared/visibility/relations.js';
import { refuseBeforePreviousAct } from '../../shared/acts/evidence.js';
import { refusalKind } from '../../texts/refusal-kind.js';
import {
  JointStudyState,
  JointStudyTerms,
  type Given,
  type JointStudyChange,
  type NewJointStudy,
  type ReceivedDeliverable,
  type Renegotiation,
  type StudyContract,
  type StudyDeliverable,
  type StudyPublication,
} from './joint-study.schema.js';
import { isOver, studyStates } from './joint-study.states.js';
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

  static propose(id: string, ref: string, { proposedOn, ...terms }: NewJointStudy, today: string): JointStudyRecord {
    const study = Object.assign(new JointStudyRecord(), { id, ref, version: 1, agreedBy: [] }, terms);
    study.strike(terms);
    for (const name of ['runsFrom', 'runsTo', 'publishedOn'] as const) refuseFuture(name, terms[name] ?? '', today);
    refuseFuture('proposedOn', proposedOn ?? '', today);
    study.statusSince = study.status === 'proposed' ? (proposedOn ?? today) : (terms.publishedOn ?? null);
    study.check();
    return study;
  }

  change({ deliverables, ...terms }: JointStudyChange): void {
    if (isOver(this.status)) throw refusal(recordClosed, { ref: this.ref });
    mergeInto(this, JointStudyTerms, terms);
    if (deliverables !== undefined)
      this.deliverables = deliverables.map((owed) => ({ ...this.received(owed.code), ...owed }));
    this.check();
  }

  /** Agreements to the previous shares are void: each party is asked again. */
  renegotiate({ reason, ...deal }: Renegotiation, today: string): void {
    const status = stateAfter(studyStates, this.status, 'renegotiate');
    Object.assign(this, { status, statusSince: today, statusReason: reason ?? null });
    this.checkWords({ reason });
    this.strike(deal);
  }

  /** The agreement of the last party makes the study agreed. */
  agree(given: Given): void {
    const status = stateAfter(studyStates, this.status, 'agree');
    refuseNonParties(this, [given.party]);
    const isGiven = (party: string) => this.agreedBy.some((one) => one.party === party);
    if (isGiven(given.party)) throw refusal(alreadyAgreed, { party: given.party, ref: this.ref });
    if (this.statusSince !== null && agreedOn(given) < this.statusSince)
      throw inputFault('body', 'at', 'invalidPeriod', `must not be earlier than the proposal (${this.statusSince})`);
    this.agreedBy = [...this.agreedBy, given];
    this.status = status;
    if (this.parties.every(isGiven)) this.conclude();
  }

  procure({ on, contractor }: StudyContract, today: string): void {
    this.move('procure', { on }, today);
    this.contractor = contractor;
  }

  start(act: JointAct, today: string): void {
    this.move('start', act, today);
    this.runsFrom = act.on;
  }

  /** A receipt may be recorded again: the last entry for a deliverable counts. */
  receive({ code, on, document }: ReceivedDeliverable, today: string): void {
    this.status = stateAfter(studyStates, this.status, 'receive');
    refuseBeforePreviousAct(on, today, this.runsFrom);
    if (!this.deliverables.some((owed) => owed.code === code)) throw unknownReference('code');
    this.deliverables = this.deliverables.map((owed) =>
      owed.code === code ? { ...owed, deliveredOn: on, ...(document === undefined ? {} : { document }) } : owed,
    );
  }

  deliver(act: JointAct, today: string): void {
    this.move('deliver', act, today);
    this.runsTo = act.on;
  }

  release({ on, document }: StudyPublication, today: string): void {
    const missing = this.deliverables.filter(({ deliveredOn }) => deliveredOn === undefined).map(({ code }) => code);
    this.move('release', { on }, today);
    if (missing.length > 0) throw refusal(deliverablesMissing, { missing: missing.join(', ') });
    this.publishedOn = on;
    this.publication = document ?? null;
    this.check();
  }

  close(act: JointAct, today: string): void {
    this.move('close', act, today);
  }

  cancel(act: JointEnd, today: string): void {
    this.move('cancel', act, today);
  }

  private conclude(): void {
    const status = stateAfter(studyStates, this.status, 'agreeLast');
    const statusSince = this.agreedBy.map(agreedOn).sort().at(-1) ?? null;
    Object.assign(this, { status, statusSince, statusReason: null });
  }

  private strike({ shares, budget }: Pick<NewJointStudy, 'shares' | 'budget'>): void {
    const parties = shares.map(({ party }) => party);
    const amounts = shareAmounts(shares, budget);
    Object.assign(this, { shares, parties, budget: budget ?? null, shareAmounts: amounts, agreedBy: [] });
  }

  private move(verb: string, { on, reason }: JointAct, today: string): void {
    const status = stateAfter(studyStates, this.status, verb);
    refuseBeforePreviousAct(on, today, this.statusSince);
    Object.assign(this, { status, statusSince: on, statusReason: reason ?? null });
    this.checkWords({ reason });
  }

  private received(code: string): Pick<StudyDeliverable, 'deliveredOn' | 'document'> {
    const { deliveredOn, document } = this.deliverables.find((owed) => owed.code === code) ?? {};
    return { ...(deliveredOn === undefined ? {} : { deliveredOn }), ...(document === undefined ? {} : { document }) };
  }

  private check(): void {
    this.checkWords(this);
    if (this.plannedStartOn && this.plannedEndOn && this.plannedStartOn > this.plannedEndOn)
      throw inputFault('body', 'plannedEndOn', 'invalidPeriod', `must not be earlier than ${this.plannedStartOn}`);
  }

  /** A published study is readable by everyone, whatever the classification of its record. */
  private checkWords(words: object): void {
    const isOut = Boolean(this.publishedOn) || this.status === 'published';
    refuseMonolingual({ ...words, classification: isOut ? 'public' : this.classification });
  }
}

const agreedOn = ({ at }: Given): string => dayOf(new Date(at));
