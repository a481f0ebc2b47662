import { mostClosed, type Classification } from '@passerelle/domain/classification';
import type { LocalizedText } from '@passerelle/domain/localized-text';
import { addDays, startOfDay, today } from '@passerelle/domain/period';
import { inputFault, recordClosed, refuse, refuseFuture, stateAfter } from '@passerelle/platform/problems';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ConsultedInquiry } from '../inquiry.js';
import { refuseFull } from '../list-full.js';
import type { FollowedPlan } from '../plan-followers.js';
import { sidesRelations } from '../sharing.js';
import { whenTold, type Told } from '../told.js';
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
import {
  mostExtensions,
  type ConsultationStatus,
  type Decision,
  type Direction,
  type Evidence,
  type Extension,
  type Proposal,
} from './consultation.schema.js';
import { consultationStates } from './consultation.states.js';
import { legalBasis } from './legal-basis.js';
import { isNotSimultaneous, refuseLeak, refuseWithout } from './opening.js';
import type { Moment, Teller } from './teller.js';
import {
  acceptedBy,
  asProposal,
  proposedExtension,
  proposedTimeframe,
  running,
  timeframeOf,
  type Proposed,
} from './timeframe.js';

/** One region consulted by another on a plan, from the notice to the decision. */
@Entity('consultation')
export class ConsultationRecord {
  static readonly relations = sidesRelations;

  @PrimaryColumn('uuid') declare id: string;
  @Column('text') declare ref: string;
  @Column('int') declare version: number;
  @Column('text') declare status: ConsultationStatus;
  @Column('uuid') declare planId: string;
  @Column('jsonb') declare planTitle: LocalizedText;
  @Column('text') declare planType: string;
  @Column('uuid') declare componentId: string;
  @Column('int') declare iteration: number;
  @Column('uuid') declare noticeId: string;
  @Column('text') declare direction: Direction;
  @Column('text', { nullable: true }) declare authorParty: string | null;
  @Column('text') declare affectedParty: string;
  @Column('text', { array: true }) declare parties: string[];
  @Column('text') declare trigger: string;
  @Column('text') declare legalBasis: string;
  @Column('date', { nullable: true }) declare requestedOn: string | null;
  @Column('jsonb', { nullable: true }) declare effects: LocalizedText | null;
  @Column('text') declare level: string;
  @Column('text') declare objective: string;
  @Column('text', { array: true }) declare departments: string[];
  @Column('text') declare classification: Classification;
  @Column('date') declare openedOn: string;
  @Column('timestamptz') declare openedAt: Date;
  @Column('date', { nullable: true }) declare replyDueOn: string | null;
  @Column('timestamptz', { nullable: true }) declare acknowledgedAt: Date | null;
  @Column('timestamptz', { nullable: true }) declare repliedAt: Date | null;
  @Column('date', { nullable: true }) declare repliedOn: string | null;
  @Column('boolean', { nullable: true }) declare replyLate: boolean | null;
  @Column('date', { nullable: true }) declare unansweredOn: string | null;
  @Column('jsonb', { nullable: true }) declare proposal: Proposal | null;
  @Column('timestamptz', { nullable: true }) declare agreedAt: Date | null;
  @Column('date', { nullable: true }) declare startsOn: string | null;
  @Column('date', { nullable: true }) declare dueOn: string | null;
  @Column('timestamptz', { nullable: true }) declare dueAt: Date | null;
  @Column('text', { nullable: true }) declare countingRule: string | null;
  @Column('int', { nullable: true }) declare days: number | null;
  @Column('jsonb') declare extensions: Extension[];
  @Column('jsonb', { nullable: true }) declare inquiry: ConsultedInquiry | null;
  @Column('boolean', { nullable: true }) declare notSimultaneous: boolean | null;
  @Column('uuid', { nullable: true }) declare opinionId: string | null;
  @Column('date', { nullable: true }) declare opinionOn: string | null;
  @Column('boolean', { nullable: true }) declare opinionLate: boolean | null;
  @Column('date', { nullable: true }) declare lapsedOn: string | null;
  @Column('date', { nullable: true }) declare answeredOn: string | null;
  @Column('date', { nullable: true }) declare decisionCommunicatedOn: string | null;
  @Column('jsonb', { nullable: true }) declare decision: Decision | null;
  @Column('date', { nullable: true }) declare closedOn: string | null;
  @Column('date', { nullable: true }) declare withdrawnOn: string | null;
  @Column('jsonb', { nullable: true }) declare withdrawalReason: LocalizedText | null;
  @Column('boolean') declare unanswered: boolean;
  @Column('jsonb') declare evidence: Evidence[];
  @Column('timestamptz') declare lastActAt: Date;

  /** The plan's own classification bounds it; who may know of it can change when nothing else does any more. */
  change({ classification, departments }: ConsultationChange, plan: Classification): void {
    if (!this.isOpen() && departments !== undefined) throw refuse(recordClosed, { ref: this.ref });
    if (classification !== undefined) refuseLeak(classification, plan);
    this.become({
      classification: classification ?? this.classification,
      departments: departments ?? this.departments,
    });
  }

  /** What it copies of its plan is as the plan is now; it becomes as closed as the plan, never more open by itself. */
  follow({ title, level, objective, classification }: FollowedPlan): void {
    const closed = mostClosed(this.classification, classification);
    this.become({ planTitle: title, level, objective, classification: closed });
  }

  /** The inquiry on its draft was opened, or is known better. */
  followInquiry(inquiry: ConsultedInquiry, noticedAt: Date): void {
    const notSimultaneous = isNotSimultaneous(legalBasis(this.legalBasis), noticedAt, inquiry);
    this.become({ inquiry, notSimultaneous });
  }

  isOpen(): boolean {
    return this.status !== 'closed' && this.status !== 'withdrawn';
  }

  acknowledge(act: ConsultationAct, teller: Teller): Moment {
    this.move('acknowledge');
    const moment = this.shown('acknowledge', act, 'affected', teller);
    this.acknowledgedAt = moment.at;
    return moment;
  }

  /** `adoptedOn`: when the part of the plan was finally adopted, if it was. */
  reply(reply: Reply, adoptedOn: string | null, teller: Teller): Moment {
    const act = reply.wish === 'yes' ? 'enter' : 'decline';
    this.move(act);
    const moment = this.shown(act, reply, 'affected', teller);
    if (adoptedOn !== null && adoptedOn < moment.on) throw refuse(tooLateToConsult, { adoptedOn });
    const { at, on } = moment;
    const replyLate = this.replyDueOn !== null && on > this.replyDueOn;
    this.become({ repliedAt: at, repliedOn: on, replyLate, unanswered: false });
    return moment;
  }

  missReply(): Date {
    this.move('missReply');
    const on = addDays(this.replyDueOn ?? this.openedOn, 1);
    this.become({ unansweredOn: on, unanswered: true });
    return startOfDay(on);
  }

  proposeTimeframe(proposed: TimeframeProposal, teller: Teller): Moment {
    this.move('proposeTimeframe');
    return this.propose(proposedTimeframe(proposed), proposed, teller);
  }

  agreeTimeframe(accepted: Acceptance, teller: Teller): Moment {
    this.move('agreeTimeframe');
    const { moment, proposal } = this.accept('agreeTimeframe', accepted, teller);
    this.become({ agreedAt: moment.at, ...running(proposal) });
    return moment;
  }

  proposeExtension(proposed: ExtensionProposal, teller: Teller): Moment {
    this.move('proposeExtension');
    refuseFull('extensions', this.extensions, mostExtensions);
    return this.propose(proposedExtension(proposed, timeframeOf(this)), proposed, teller);
  }

  extend(accepted: Acceptance, teller: Teller): Moment {
    this.move('extend');
    const { moment, proposal } = this.accept('extend', accepted, teller);
    const { dueOn: from } = timeframeOf(this);
    const { dueOn: to, reason = {} } = proposal;
    this.extensions = [...this.extensions, { from, to, reason, agreedAt: moment.at.toISOString() }];
    this.become(running(proposal));
    return moment;
  }

  /** A late opinion is kept and marked: dropping it would be to decide on half of what is known. */
  receiveOpinion(opinion: { readonly id: string }, given: Told, teller: Teller): Moment & { late: boolean } {
    this.move('submitOpinion');
    const moment = this.shown('submitOpinion', given, 'affected', teller);
    const late = this.dueAt === null || moment.at >= this.dueAt;
    const received = { opinionId: opinion.id, opinionOn: moment.on, opinionLate: late };
    this.become({ ...received, unanswered: false, proposal: null });
    return { ...moment, late };
  }

  lapse(): Date {
    this.move('lapse');
    const on = addDays(timeframeOf(this).dueOn, 1);
    this.become({ lapsedOn: on, unanswered: true, proposal: null });
    return startOfDay(on);
  }

  answer(given: Told, teller: Teller): Moment {
    this.move('answer');
    const moment = this.shown('answer', given, 'author', teller);
    this.answeredOn = moment.on;
    return moment;
  }

  communicateDecision({ decidedOn, documents, summary, ...told }: DecisionCommunicated, teller: Teller): Moment {
    this.move('communicateDecision');
    const moment = this.shown('communicateDecision', told, 'author', teller);
    refuseFuture('decidedOn', decidedOn, moment.on);
    const { decisionDocuments } = legalBasis(this.legalBasis);
    refuseWithout(
      decisionDocuments,
      documents.map(({ type }) => type),
      this.legalBasis,
    );
    const decision = { decidedOn, documents, ...(summary === undefined ? {} : { summary }) };
    this.become({ decisionCommunicatedOn: moment.on, decision });
    return moment;
  }

  close(act: ConsultationAct, teller: Teller): Moment {
    this.move('close');
    const moment = this.shown('close', act, 'author', teller);
    this.closedOn = moment.on;
    return moment;
  }

  withdraw(withdrawal: ConsultationWithdrawal, teller: Teller): Moment {
    this.move('withdraw');
    const moment = this.shown('withdraw', withdrawal, 'author', teller);
    this.become({ withdrawnOn: moment.on, withdrawalReason: withdrawal.reason, unanswered: false });
    return moment;
  }

  /** Several fields at once, each still checked for its type. */
  private become(changes: Partial<ConsultationRecord>): void {
    Object.assign(this, changes);
  }

  private move(act: string): void {
    this.status = stateAfter(consultationStates, this.status, act);
  }

  /** When a side did it. Acts follow each other in time, whenever they are told. */
  told(told: Told, side: Side, teller: Teller): Moment {
    const doer = (side === 'author' ? this.authorParty : this.affectedParty) ?? undefined;
    const isHome = teller.party === teller.home;
    if (!isHome && doer !== teller.party) throw refuse(noMandateForParty, { party: teller.party ?? '' });
    const at = new Date(whenTold(told, { doer, teller: teller.party, now: teller.now }));
    if (at < this.lastActAt)
      throw inputFault(
        'body',
        'at',
        'invalidPeriod',
        `lies before the act before it, of ${this.lastActAt.toISOString()}`,
      );
    this.lastActAt = at;
    return { at, on: today(at) };
  }

  /** As `told`, and what shows it stays on the record. */
  shown(act: string, told: Told, side: Side, teller: Teller): Moment {
    this.show(act, told.source);
    return this.told(told, side, teller);
  }

  private show(act: string, source: string | undefined): void {
    if (source !== undefined) this.evidence = [...this.evidence, { act, source }];
  }

  /** The side that is named, or that of the caller's region. */
  private sideOf(named: Side | undefined, { party, home }: Teller): Side {
    return named ?? ((party ?? home) === this.affectedParty ? 'affected' : 'author');
  }

  /** The proposal before is forgotten, and what showed it. */
  private propose(proposed: Proposed, told: Told & { side?: Side | undefined }, teller: Teller): Moment {
    const by = this.sideOf(told.side, teller);
    const moment = this.told(told, by, teller);
    this.proposal = asProposal(proposed, by, moment.at, told.source);
    return moment;
  }

  private accept(act: string, accepted: Acceptance, teller: Teller): { moment: Moment; proposal: Proposal } {
    const side = this.sideOf(accepted.side, teller);
    const proposal = acceptedBy(side, accepted, this.proposal);
    this.show(act === 'extend' ? 'proposeExtension' : 'proposeTimeframe', proposal.source);
    return { moment: this.shown(act, accepted, side, teller), proposal };
  }
}
