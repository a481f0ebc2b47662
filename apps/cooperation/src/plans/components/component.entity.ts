import { countDays } from '@passerelle/domain/counting-rule';
import type { LocalizedText } from '@passerelle/domain/localized-text';
import { inputFault, refusalKind, refuse, refuseFuture, stateAfter } from '@passerelle/platform/problems';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { refuseMonolingual } from '../../bilingual.js';
import { frameOf, type Frame } from '../../frame.js';
import type { PublicInquiry, CountedInquiry } from '../../inquiry.js';
import { meaningOf, type NewStep } from '../steps/step.schema.js';
import { componentRelations, type ComponentStatus } from './component.schema.js';
import type { NewPlanComponent } from './new-component.js';
import { componentStates, isBeforeInquiry, isEnded } from './component.states.js';

export const notFinallyAdopted = refusalKind({
  code: 'notFinallyAdopted',
  status: 409,
  title: 'Not Finally Adopted',
  detail: {
    fr: 'La partie {ref} n’est pas définitivement adoptée: elle ne peut pas entrer en vigueur.',
    nl: 'Het onderdeel {ref} is niet definitief vastgesteld: het kan niet in werking treden.',
    en: 'The part {ref} is not finally adopted: it cannot enter into force.',
    de: 'Der Teil {ref} ist nicht endgültig festgelegt: er kann nicht in Kraft treten.',
  },
});

export const stepOutOfOrder = refusalKind({
  code: 'stepOutOfOrder',
  status: 409,
  title: 'Step Out Of Order',
  detail: {
    fr: 'Cette étape, datée du {occurredOn}, précède la dernière étape connue ({previousOn}): vérifiez la date.',
    nl: 'Deze stap, gedateerd {occurredOn}, gaat vooraf aan de laatst bekende stap ({previousOn}): controleer de datum.',
    en: 'This step, of {occurredOn}, lies before the last step that is known ({previousOn}): check the date.',
    de: 'Dieser Schritt vom {occurredOn} liegt vor dem letzten bekannten Schritt ({previousOn}): prüfen Sie das Datum.',
  },
});

/** A part of a plan. It moves by the steps that are recorded of it, and by nothing else. */
@Entity('plan_component')
export class ComponentRecord {
  static readonly relations = componentRelations;

  @PrimaryColumn('uuid') declare id: string;
  @Column('text') declare ref: string;
  @Column('int') declare version: number;
  @Column('text') declare status: ComponentStatus;
  @Column('uuid') declare planId: string;
  @Column('text') declare code: string;
  @Column('text') declare kind: string;
  @Column('jsonb') declare title: LocalizedText;
  @Column('int') declare iteration: number;
  @Column('date', { nullable: true }) declare statusSince: string | null;
  @Column('date', { nullable: true }) declare draftAdoptedOn: string | null;
  @Column('jsonb', { nullable: true }) declare inquiry: CountedInquiry | null;
  @Column('date', { nullable: true }) declare finallyAdoptedOn: string | null;
  @Column('date', { nullable: true }) declare inForceOn: string | null;
  @Column('date', { nullable: true }) declare endedOn: string | null;
  @Column('text', { array: true }) declare parties: string[];
  @Column('text') declare classification: string;
  @Column('text') declare level: string;
  @Column('text') declare objective: string;

  static add(id: string, ref: string, planId: string, terms: NewPlanComponent, plan: Frame): ComponentRecord {
    const beginning = { id, ref, version: 1, status: 'inPreparation' as const, planId, iteration: 1 };
    const nothingYet = { statusSince: null, draftAdoptedOn: null, inquiry: null, finallyAdoptedOn: null };
    const notOver = { inForceOn: null, endedOn: null };
    const component = Object.assign(new ComponentRecord(), beginning, nothingYet, notOver, terms, frameOf(plan));
    refuseMonolingual(component);
    return component;
  }

  /** Shared as its plan is. */
  follow(frame: Frame): void {
    Object.assign(this, frameOf(frame));
    refuseMonolingual(this);
  }

  /** What happened to it; returns the iteration that the step belongs to. */
  take(step: NewStep, today: string): number {
    const { act } = meaningOf(step.stepCode);
    refuseFuture('occurredOn', step.occurredOn, today);
    if (act !== undefined) this.move(act, step.occurredOn);
    const iteration = this.iterationOf(step, act !== undefined);
    const isAtHand = iteration === this.iteration && (act === 'openInquiry' || !this.hasOpenedInquiry());
    if (step.publicInquiry !== undefined && isAtHand) this.inquiry = counted(step.publicInquiry);
    return iteration;
  }

  /** Steps that move nothing may be told in any order: a log is completed when a source turns up. */
  private move(act: string, on: string): void {
    if (act === 'enterIntoForce' && this.finallyAdoptedOn === null) throw refuse(notFinallyAdopted, { ref: this.ref });
    const status = stateAfter(componentStates, this.status, act);
    if (this.statusSince !== null && on < this.statusSince)
      throw refuse(stepOutOfOrder, { occurredOn: on, previousOn: this.statusSince });
    if (act === 'adoptDraft') this.beginDraft(on);
    if (act === 'adoptFinally') this.finallyAdoptedOn = on;
    if (act === 'enterIntoForce') this.inForceOn = on;
    if (isEnded(status)) this.endedOn = on;
    Object.assign(this, { status, statusSince: on });
  }

  /** A draft after another draft is another iteration, with an inquiry of its own. */
  private beginDraft(on: string): void {
    if (this.status !== 'inPreparation') {
      this.iteration += 1;
      this.inquiry = null;
    }
    this.draftAdoptedOn = on;
  }

  /** On the draft at hand: an announcement that is told afterwards says less than what took place. */
  private hasOpenedInquiry(): boolean {
    return this.inquiry !== null && !isBeforeInquiry(this.status);
  }

  private iterationOf({ iteration = this.iteration }: NewStep, moves: boolean): number {
    const isKnown = moves ? iteration === this.iteration : iteration <= this.iteration;
    if (!isKnown)
      throw inputFault('body', 'iteration', 'schemaViolation', `the draft at hand is number ${this.iteration}`);
    return iteration;
  }
}

const counted = ({ from, to, countingRule, communes }: PublicInquiry): CountedInquiry => ({
  from,
  to,
  countingRule,
  days: countDays(countingRule, from, to),
  communes,
});
