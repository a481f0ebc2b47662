import { countDays } from '@passerelle/domain/counting-rule';
import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import { inputFault, recordClosed, refusal, refuseFuture, stateAfter } from '@passerelle/platform/kernel/problems';
import type { Name } from '@passerelle/platform/features/lives';
import { mergeInto } from '@passerelle/platform/runtime/operations';
import { sharingScopeOf, type SharingScope } from '../../../shared/visibility/sharing-scope.js';
import { refusalKind } from '../../../texts/refusal-kind.js';
import type { PublicInquiry, CountedInquiry } from '../../inquiry.js';
import { meaningOf, type NewStep } from '../steps/step.schema.js';
import { PlanComponentState, componentRelations } from './component.schema.js';
import { PlanComponentTerms, type NewPlanComponent, type PlanComponentChange } from '../new-component.js';
import { componentStates, isBeforeInquiry, isEnded } from '../component.states.js';

export const notFinallyAdopted = refusalKind({
  code: 'notFinallyAdopted',
  status: 409,
  title: 'Not Finally Adopted',
});

export const stepOutOfOrder = refusalKind({
  code: 'stepOutOfOrder',
  status: 409,
  title: 'Step Out Of Order',
});

export interface ComponentRecord extends Stored<typeof PlanComponentState> {}

/** A part of a plan. Only recorded steps move it. */
@StoredAs('plan_component', PlanComponentState)
export class ComponentRecord {
  static readonly relations = componentRelations;

  static add(name: Name, planId: string, terms: NewPlanComponent, plan: SharingScope): ComponentRecord {
    const beginning = { ...name, version: 1, status: 'inPreparation' as const, planId, iteration: 1 };
    const nothingYet = { statusSince: null, draftAdoptedOn: null, inquiry: null, finallyAdoptedOn: null };
    const notOver = { inForceOn: null, endedOn: null };
    return Object.assign(new ComponentRecord(), beginning, nothingYet, notOver, terms, sharingScopeOf(plan));
  }

  /** Until it has ended, and so while its plan is open. */
  change(terms: PlanComponentChange): void {
    if (isEnded(this.status)) throw refusal(recordClosed, { ref: this.ref });
    mergeInto(this, PlanComponentTerms, terms);
  }

  /** Records a step; returns the iteration that it belongs to. */
  take(step: NewStep, today: string): number {
    const { act } = meaningOf(step.stepCode);
    refuseFuture('occurredOn', step.occurredOn, today);
    if (act !== undefined) this.move(act, step.occurredOn);
    const iteration = this.iterationOf(step, act !== undefined);
    const isAtHand = iteration === this.iteration && (act === 'openInquiry' || !this.hasOpenedInquiry());
    if (step.publicInquiry !== undefined && isAtHand) this.inquiry = counted(step.publicInquiry);
    return iteration;
  }

  /** Steps that move nothing may be recorded in any order: a log is completed when a source turns up. */
  private move(act: string, on: string): void {
    if (act === 'enterIntoForce' && this.finallyAdoptedOn === null) throw refusal(notFinallyAdopted, { ref: this.ref });
    const status = stateAfter(componentStates, this.status, act);
    if (this.statusSince !== null && on < this.statusSince)
      throw refusal(stepOutOfOrder, { occurredOn: on, previousOn: this.statusSince });
    if (act === 'adoptDraft') this.beginDraft(on);
    if (act === 'adoptFinally') this.finallyAdoptedOn = on;
    if (act === 'enterIntoForce') this.inForceOn = on;
    if (isEnded(status)) this.endedOn = on;
    Object.assign(this, { status, statusSince: on });
  }

  /** A draft after another draft begins another iteration, with a new inquiry. */
  private beginDraft(on: string): void {
    if (this.status !== 'inPreparation') {
      this.iteration += 1;
      this.inquiry = null;
    }
    this.draftAdoptedOn = on;
  }

  /** On the current draft: an announcement recorded later must not replace the inquiry that took place. */
  private hasOpenedInquiry(): boolean {
    return this.inquiry !== null && !isBeforeInquiry(this.status);
  }

  private iterationOf({ iteration = this.iteration }: NewStep, moves: boolean): number {
    const isKnown = moves ? iteration === this.iteration : iteration <= this.iteration;
    if (!isKnown)
      throw inputFault('body', 'iteration', 'schemaViolation', `the current draft is number ${this.iteration}`);
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
