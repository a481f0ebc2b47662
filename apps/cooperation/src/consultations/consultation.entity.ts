import { countDays } from '@passerelle/domain/counting-rule';
import type { LocalizedText } from '@passerelle/domain/localized-text';
import { startOfDay, today } from '@passerelle/domain/period';
import {
  inputFault,
  recordClosed,
  refuse,
  refuseFuture,
  refuseIncomplete,
  stateAfter,
} from '@passerelle/platform/problems';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { sidesRelations } from '../sharing.js';
import { whenTold, type Told } from '../told.js';
import type {
  Acceptance,
  ConsultationAct,
  ConsultationChange,
  ConsultationWithdrawal,
  DecisionCommunicated,
  ExtensionProposal,
  NewConsultation,
  Reply,
  Side,
  TimeframeProposal,
} from './consultation-acts.schema.js';
import {
  noMandateForParty,
  notAnExtension,
  notProposed,
  ownProposal,
  tooLateToConsult,
} from './consultation.refusals.js';
import type {
  ConsultationStatus,
  ConsultedInquiry,
  Decision,
  Direction,
  Evidence,
  Extension,
  Proposal,
} from './consultation.schema.js';
import { consultationStates } from './consultation.states.js';
import { legalBasis } from './legal-basis.js';
import { directionOf, type Teller } from './teller.js';
import { dayAfter, isNotSimultaneous, refuseOpening, refuseWithout, type Standing } from './opening.js';

interface Moment {
  readonly at: Date;
  /** The day in Brussels. */
  readonly on: string;
}

const beginning = { version: 1, status: 'notified' as const, unanswered: false, extensions: [], evidence: [] };

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
  @Column('text') declare classification: string;
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
  @Column('boolean') declare notSimultaneous: boolean;
  @Column('uuid', { nullable: true }) declare opinionId: string | null;
  @Column('date', { nullable: true }) declare opinionOn: string | null;
  @Column('boolean', { nullable: true }) declare opinionLate: boolean | null;
  @Column('date', { nullable: true }) declare lapsedOn: string | null;
  @Column('date', { nullable: true }) declare answeredOn: string | null;
  @Column('date', { nullable: true }) declare decidedOn: string | null;
  @Column('jsonb', { nullable: true }) declare decision: Decision | null;
  @Column('date', { nullable: true }) declare closedOn: string | null;
  @Column('date', { nullable: true }) declare withdrawnOn: string | null;
  @Column('jsonb', { nullable: true }) declare withdrawalReason: LocalizedText | null;
  @Column('boolean') declare unanswered: boolean;
  @Column('jsonb') declare evidence: Evidence[];

  static open(id: string, ref: string, terms: NewConsultation, standing: Standing, teller: Teller): ConsultationRecord {
    const { planTitle, planType, authorParty, level, objective, departments, iteration, inquiry } = standing;
    const { at, source, ...asked } = terms;
    const direction = directionOf(authorParty, terms.affectedParty, teller.home);
    const consultation = Object.assign(new ConsultationRecord(), beginning, asked, {
      ...{ id, ref, direction, planTitle, planType, authorParty, level, objective, departments, iteration, inquiry },
      parties: [authorParty, terms.affectedParty].filter((party) => party !== null),
    });
    if (teller.party !== teller.home && terms.classification !== 'internal')
      throw inputFault('body', 'classification', 'schemaViolation', `must be internal: ${teller.home} publishes here`);
    const moment = consultation.told('open', { at, source }, 'author', teller);
    if (moment.at < standing.noticedAt) throw inputFault('body', 'at', 'invalidPeriod', 'lies before the notice');
    const basis = refuseOpening(terms, standing, moment.on);
    Object.assign(consultation, { openedAt: moment.at, openedOn: moment.on });
    consultation.notSimultaneous = isNotSimultaneous(basis, standing);
    consultation.checkLanguages();
    return consultation;
  }

  change(terms: ConsultationChange): void {
    if (this.status === 'closed' || this.status === 'withdrawn') throw refuse(recordClosed, { ref: this.ref });
    Object.assign(this, terms);
    this.checkLanguages();
  }

  acknowledge(act: ConsultationAct, teller: Teller): void {
    this.move('acknowledge');
    this.acknowledgedAt = this.told('acknowledge', act, 'affected', teller).at;
  }

  /** `adoptedOn`: when the part of the plan was finally adopted, if it was. */
  reply(reply: Reply, adoptedOn: string | null, teller: Teller): void {
    const act = reply.wish === 'yes' ? 'enter' : 'decline';
    this.move(act);
    const { at, on } = this.told(act, reply, 'affected', teller);
    if (adoptedOn !== null && adoptedOn < on) throw refuse(tooLateToConsult, { adoptedOn });
    this.repliedAt = at;
    this.repliedOn = on;
    this.replyLate = this.replyDueOn !== null && this.replyDueOn !== undefined && on > this.replyDueOn;
    this.unanswered = false;
  }

  missReply(): void {
    this.move('missReply');
    this.unansweredOn = dayAfter(this.replyDueOn ?? this.openedOn);
    this.unanswered = true;
  }

  proposeTimeframe(proposed: TimeframeProposal, teller: Teller): void {
    this.move('proposeTimeframe');
    const by = this.sideOf(proposed.side, teller);
    const { at } = this.told('proposeTimeframe', proposed, by, teller);
    const { startsOn, dueOn, countingRule } = proposed;
    const days = countDays(countingRule, startsOn, dueOn);
    this.proposal = { kind: 'timeframe', by, startsOn, dueOn, countingRule, days, proposedAt: at.toISOString() };
  }

  agreeTimeframe(accepted: Acceptance, teller: Teller): void {
    this.move('agreeTimeframe');
    const { at, proposal } = this.accept('agreeTimeframe', accepted, teller);
    this.agreedAt = at;
    this.run(proposal);
  }

  proposeExtension(proposed: ExtensionProposal, teller: Teller): void {
    this.move('proposeExtension');
    const by = this.sideOf(proposed.side, teller);
    const { at } = this.told('proposeExtension', proposed, by, teller);
    const { dueOn, reason } = proposed;
    const { startsOn, dueOn: until, countingRule } = this.timeframe();
    if (dueOn <= until) throw refuse(notAnExtension, { dueOn: until });
    const days = countDays(countingRule, startsOn, dueOn);
    this.proposal = {
      kind: 'extension',
      by,
      startsOn,
      dueOn,
      countingRule,
      days,
      reason,
      proposedAt: at.toISOString(),
    };
  }

  extend(accepted: Acceptance, teller: Teller): void {
    this.move('extend');
    const { at, proposal } = this.accept('extend', accepted, teller);
    const { dueOn: from } = this.timeframe();
    this.extensions = [
      ...this.extensions,
      { from, to: proposal.dueOn, reason: proposal.reason ?? {}, agreedAt: at.toISOString() },
    ];
    this.run(proposal);
  }

  /** A late opinion is kept and marked: dropping it would be to decide on half of what is known. */
  receiveOpinion(opinion: { readonly id: string }, given: Told, teller: Teller): Moment & { late: boolean } {
    this.move('submitOpinion');
    const moment = this.told('submitOpinion', given, 'affected', teller);
    const late = this.dueAt === null || moment.at >= this.dueAt;
    Object.assign(this, { opinionId: opinion.id, opinionOn: moment.on, opinionLate: late, unanswered: false });
    this.proposal = null;
    return { ...moment, late };
  }

  lapse(): void {
    this.move('lapse');
    this.lapsedOn = dayAfter(this.timeframe().dueOn);
    this.unanswered = true;
    this.proposal = null;
  }

  answer(given: Told, teller: Teller): Moment {
    this.move('answer');
    const moment = this.told('answer', given, 'author', teller);
    this.answeredOn = moment.on;
    return moment;
  }

  communicateDecision(communicated: DecisionCommunicated, teller: Teller): void {
    this.move('communicateDecision');
    const { on } = this.told('communicateDecision', communicated, 'author', teller);
    const { decidedOn, documents, summary } = communicated;
    refuseFuture('decidedOn', decidedOn, on);
    const types = documents.map(({ type }) => type);
    refuseWithout(legalBasis(this.legalBasis).decisionDocuments, types, this.legalBasis);
    this.decidedOn = on;
    this.decision = { decidedOn, documents, ...(summary === undefined ? {} : { summary }) };
  }

  close(act: ConsultationAct, teller: Teller): void {
    this.move('close');
    this.closedOn = this.told('close', act, 'author', teller).on;
  }

  withdraw(withdrawal: ConsultationWithdrawal, teller: Teller): void {
    this.move('withdraw');
    this.withdrawnOn = this.told('withdraw', withdrawal, 'author', teller).on;
    this.withdrawalReason = withdrawal.reason;
    this.unanswered = false;
  }

  private move(act: string): void {
    this.status = stateAfter(consultationStates, this.status, act);
  }

  private told(act: string, told: Told, side: Side, teller: Teller): Moment {
    const doer = (side === 'author' ? this.authorParty : this.affectedParty) ?? undefined;
    const isHome = teller.party === teller.home;
    if (!isHome && doer !== teller.party) throw refuse(noMandateForParty, { party: teller.party ?? '' });
    const at = new Date(whenTold(told, { doer, teller: teller.party, now: teller.now }));
    if (told.source !== undefined) this.evidence = [...this.evidence, { act, source: told.source }];
    return { at, on: today(at) };
  }

  /** The side that is named, or that of the caller's region. */
  private sideOf(named: Side | undefined, { party, home }: Teller): Side {
    return named ?? ((party ?? home) === this.affectedParty ? 'affected' : 'author');
  }

  private accept(act: string, accepted: Acceptance, teller: Teller): { at: Date; proposal: Proposal } {
    const { proposal } = this;
    if (proposal?.dueOn !== accepted.dueOn) throw refuse(notProposed, { proposed: proposal?.dueOn ?? '-' });
    const side = this.sideOf(accepted.side, teller);
    if (side === proposal.by) throw refuse(ownProposal);
    const { at } = this.told(act, accepted, side, teller);
    return { at, proposal };
  }

  private run({ startsOn, dueOn, countingRule, days }: Proposal): void {
    const dueAt = startOfDay(dayAfter(dueOn));
    Object.assign(this, { startsOn, dueOn, dueAt, countingRule, days, proposal: null });
  }

  private timeframe(): { startsOn: string; dueOn: string; countingRule: string } {
    const { startsOn, dueOn, countingRule } = this;
    if (startsOn === null || dueOn === null || countingRule === null) throw new Error(`${this.ref} has no time-frame`);
    return { startsOn, dueOn, countingRule };
  }

  private checkLanguages(): void {
    refuseIncomplete(this.classification, this.planTitle);
  }
}
