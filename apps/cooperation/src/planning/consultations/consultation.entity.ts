import { mostClosed, type Classification } from '@passerelle/domain/classification';
import { addDays, startOfDay, today } from '@passerelle/domain/period';
import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import { recordClosed, refusal, refuseFuture } from '@passerelle/platform/kernel/problems';
import type { ConsultedInquiry } from '../inquiry.js';
import { refuseFull } from '../../shared/acts/bounded-list.js';
import type { FollowedPlan } from '../plan-followers.js';
import { sidesRelations } from '../../shared/visibility/relations.js';
import { occurredAt, refuseEarlierThan, type RecordedAt } from '../../shared/acts/evidence.js';
import type {
  Acceptance,
  ConsultationAct,
  ConsultationChange,
  ConsultationWithdrawal,
  DecisionCommunicated,
  ExtensionProposal,
  Reply,
  Side,
  TimeframeProposal,
} from './consultation-acts.schema.js';
import { noMandateForParty, tooLateToConsult } from './consultation.refusals.js';
import { ConsultationState, mostExtensions, type Proposal } from './consultation.schema.js';
import { legalBasis } from './opening/legal-basis.js';
import { isNotSimultaneous, refuseLeak, refuseWithout } from './opening/opening.js';
import type { Timestamp, ActContext } from './act-context.js';
import {
  acceptedBy,
  asProposal,
  proposedExtension,
  proposedTimeframe,
  refuseOver,
  running,
  timeframeOf,
  type Proposed,
  type Proposing,
} from './timeframe.js';

export interface ConsultationRecord extends Stored<typeof ConsultationState> {}

/** The consultation of one region by another on a plan, from the notice to the decision. */
@StoredAs('consultation', ConsultationState)
export class ConsultationRecord {
  static readonly relations = sidesRelations;

  /** Bounded by the classification of the plan; visibility can change even after the consultation is closed. */
  change({ classification, departments }: ConsultationChange, plan: Classification): void {
    if (!this.isOpen() && departments !== undefined) throw refusal(recordClosed, { ref: this.ref });
    if (classification !== undefined) refuseLeak(classification, plan);
    this.assign({
      classification: classification ?? this.classification,
      departments: departments ?? this.departments,
    });
  }

  /** Copies the fields of the plan; the classification becomes as strict as the plan's, and is never relaxed here. */
  follow({ title, level, objective, classification }: FollowedPlan): void {
    const closed = mostClosed(this.classification, classification);
    this.assign({ planTitle: title, level, objective, classification: closed });
  }

  /** The inquiry on the draft was announced, opened or corrected. */
  followInquiry(inquiry: ConsultedInquiry | null, noticedAt: Date): void {
    const notSimultaneous = isNotSimultaneous(legalBasis(this.legalBasis), noticedAt, inquiry);
    this.assign({ inquiry, notSimultaneous });
  }

  isOpen(): boolean {
    return this.status !== 'closed' && this.status !== 'withdrawn';
  }

  acknowledge(act: ConsultationAct, context: ActContext): Timestamp {
    const moment = this.recordAct('acknowledge', act, 'affected', context);
    this.acknowledgedAt = moment.at;
    return moment;
  }

  /** `adoptedOn`: the day on which the part of the plan was finally adopted, if it was. */
  reply(reply: Reply, adoptedOn: string | null, context: ActContext): Timestamp {
    const [act, status] = reply.wish === 'yes' ? (['enter', 'entered'] as const) : (['decline', 'declined'] as const);
    const moment = this.recordAct(act, reply, 'affected', context);
    if (adoptedOn !== null && adoptedOn < moment.on) throw refusal(tooLateToConsult, { adoptedOn });
    const { at, on } = moment;
    const replyLate = this.replyDueOn !== null && on > this.replyDueOn;
    this.assign({ status, repliedAt: at, repliedOn: on, replyLate, unanswered: false });
    return moment;
  }

  missReply(): Date {
    const on = addDays(this.replyDueOn ?? this.openedOn, 1);
    this.assign({ unansweredOn: on, unanswered: true });
    return startOfDay(on);
  }

  proposeTimeframe(proposed: TimeframeProposal, context: ActContext): Timestamp {
    return this.propose(proposedTimeframe(proposed), proposed, context);
  }

  agreeTimeframe(accepted: Acceptance, context: ActContext): Timestamp {
    const { moment, proposal } = this.accept('agreeTimeframe', accepted, context);
    this.assign({ agreedAt: moment.at, ...running(proposal) });
    return moment;
  }

  proposeExtension(proposed: ExtensionProposal, context: ActContext): Timestamp {
    refuseFull('extensions', this.extensions, mostExtensions);
    return this.propose(proposedExtension(proposed, timeframeOf(this)), proposed, context);
  }

  extend(accepted: Acceptance, context: ActContext): Timestamp {
    const { moment, proposal } = this.accept('extend', accepted, context);
    const { dueOn: from } = timeframeOf(this);
    const { dueOn: to, reason = {} } = proposal;
    this.extensions = [...this.extensions, { from, to, reason, agreedAt: moment.at.toISOString() }];
    this.assign(running(proposal));
    return moment;
  }

  /** A late opinion is recorded and marked: without it the decision would ignore half of what is known. */
  receiveOpinion(
    opinion: { readonly id: string },
    given: RecordedAt,
    context: ActContext,
  ): Timestamp & { late: boolean } {
    const moment = this.recordAct('submitOpinion', given, 'affected', context);
    const late = this.dueAt === null || moment.at >= this.dueAt;
    const received = { opinionId: opinion.id, opinionOn: moment.on, opinionLate: late };
    this.assign({ ...received, unanswered: false, proposal: null });
    return { ...moment, late };
  }

  /** The opinion was registered in error. */
  loseOpinion(): void {
    const status = this.lapsedOn === null ? 'timeframeAgreed' : 'lapsed';
    this.assign({ status, opinionId: null, opinionOn: null, opinionLate: null, unanswered: status === 'lapsed' });
  }

  lapse(): Date {
    const on = addDays(timeframeOf(this).dueOn, 1);
    this.assign({ lapsedOn: on, unanswered: true, proposal: null });
    return startOfDay(on);
  }

  answer(given: RecordedAt, context: ActContext): Timestamp {
    const moment = this.recordAct('answer', given, 'author', context);
    this.answeredOn = moment.on;
    return moment;
  }

  communicateDecision(
    { decidedOn, documents, summary, ...told }: DecisionCommunicated,
    context: ActContext,
  ): Timestamp {
    const moment = this.recordAct('communicateDecision', told, 'author', context);
    refuseFuture('decidedOn', decidedOn, moment.on);
    const { decisionDocuments } = legalBasis(this.legalBasis);
    refuseWithout(
      decisionDocuments,
      documents.map(({ type }) => type),
      this.legalBasis,
    );
    const decision = { decidedOn, documents, ...(summary === undefined ? {} : { summary }) };
    this.assign({ decisionCommunicatedOn: moment.on, decision });
    return moment;
  }

  close(act: ConsultationAct, context: ActContext): Timestamp {
    const moment = this.recordAct('close', act, 'author', context);
    this.closedOn = moment.on;
    return moment;
  }

  withdraw(withdrawal: ConsultationWithdrawal, context: ActContext): Timestamp {
    const moment = this.recordAct('withdraw', withdrawal, 'author', context);
    this.assign({ withdrawnOn: moment.on, withdrawalReason: withdrawal.reason, unanswered: false });
    return moment;
  }

  /** Assigns several fields at once; each is still type-checked. */
  private assign(changes: Partial<ConsultationRecord>): void {
    Object.assign(this, changes);
  }

  /** The instant of an act of a side. Acts must be in order, whenever they are recorded. */
  occurred(told: RecordedAt, side: Side, context: ActContext): Timestamp {
    const doer = (side === 'author' ? this.authorParty : this.affectedParty) ?? undefined;
    const isHome = context.party === context.home;
    if (!isHome && doer !== context.party)
      throw refusal(noMandateForParty, context.party === undefined ? {} : { party: context.party });
    const at = new Date(occurredAt(told, { actingParty: doer, recordingParty: context.party, now: context.now }));
    refuseEarlierThan(this.lastActAt, at);
    this.lastActAt = at;
    return { at, on: today(at) };
  }

  /** As `occurred`, and stores the source as evidence on the record. */
  recordAct(act: string, told: RecordedAt, side: Side, context: ActContext): Timestamp {
    this.addEvidence(act, told.source);
    return this.occurred(told, side, context);
  }

  private addEvidence(act: string, source: string | undefined): void {
    if (source !== undefined) this.evidence = [...this.evidence, { act, source }];
  }

  /** The side given in the body, or the side of the caller's region. */
  private sideOf(named: Side | undefined, { party, home }: ActContext): Side {
    return named ?? ((party ?? home) === this.affectedParty ? 'affected' : 'author');
  }

  /** The previous proposal and its source are discarded. */
  private propose(proposed: Proposed, told: RecordedAt & Proposing, context: ActContext): Timestamp {
    const by = this.sideOf(told.side, context);
    const moment = this.occurred(told, by, context);
    refuseOver(told.days === undefined ? 'dueOn' : 'days', proposed, moment.on);
    this.proposal = asProposal(proposed, by, moment.at, told.source);
    return moment;
  }

  private accept(act: string, accepted: Acceptance, context: ActContext): { moment: Timestamp; proposal: Proposal } {
    const side = this.sideOf(accepted.side, context);
    const proposal = acceptedBy(side, accepted, this.proposal);
    this.addEvidence(act === 'extend' ? 'proposeExtension' : 'proposeTimeframe', proposal.source);
    const moment = this.recordAct(act, accepted, side, context);
    refuseOver('dueOn', proposal, moment.on);
    return { moment, proposal };
  }
}
