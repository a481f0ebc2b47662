import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import {
  inputFault,
  recordClosed,
  refusal,
  refuseFuture,
  stateAfter,
  type Refusal,
  type Transition,
} from '@passerelle/platform/kernel/problems';
import { mergeInto } from '@passerelle/platform/runtime/operations';
import { Column } from 'typeorm';
import { associatedPartnerWithBudget, judged, sameFlags, severalLeadPartners, type Origin } from '../consortium.js';
import {
  PartnerState,
  PartnerTerms,
  partnerRelations,
  inOrder,
  type Departure,
  type NewPartner,
  type PartnerChange,
} from './partner.schema.js';

type Presence = 'active' | 'left';

export const partnerStates: readonly Transition<Presence>[] = [{ from: 'active', act: 'leave', to: 'left' }];

/** The fields of a project that its partners need. */
export interface ProjectContext {
  readonly ref: string;
  readonly origin: Origin;
  readonly over: boolean;
  /** Whether another partner leads it now. */
  readonly led: boolean;
}

export interface PartnerRecord extends Stored<typeof PartnerState> {}

@StoredAs('partner', PartnerState)
export class PartnerRecord {
  static readonly relations = partnerRelations;

  /** Copied from the project, for the index that allows one lead partner. */
  @Column('text') declare origin: Origin;

  static join(id: string, ref: string, projectId: string, terms: NewPartner, context: ProjectContext): PartnerRecord {
    const { origin } = context;
    const beginning = { id, ref, version: 1, projectId, origin, active: true };
    const partner = Object.assign(new PartnerRecord(), beginning, terms);
    partner.check(context);
    return partner;
  }

  change(terms: PartnerChange, context: ProjectContext): void {
    mergeInto(this, PartnerTerms, terms);
    if (!inOrder(this)) throw inputFault('body', 'joinedOn', 'invalidPeriod', `must not be later than ${this.leftOn}`);
    this.check(context);
  }

  /** Never deleted (J7): its work and its payments stay on record. */
  leave({ on, reason }: Departure, today: string, context: ProjectContext): void {
    refuseFuture('on', on, today);
    const presence = stateAfter(partnerStates, this.active ? 'active' : 'left', 'leave');
    Object.assign(this, { active: presence === 'active', leftOn: on, leavingReason: reason ?? null });
    if (!inOrder(this)) throw inputFault('body', 'on', 'invalidPeriod', `must not be earlier than ${this.joinedOn}`);
    this.check(context);
  }

  /** Computes its flags again when another partner changed; returns whether they differ. */
  review(led: boolean): boolean {
    const before = this.qualityFlags;
    this.judge(led);
    return !sameFlags(before, this.qualityFlags);
  }

  private check(context: ProjectContext): void {
    if (context.over && context.origin === 'own') throw refusal(recordClosed, { ref: context.ref });
    this.judge(context.led);
  }

  private judge(led: boolean): void {
    this.qualityFlags = judged(this.origin, [...this.leadFaults(led), ...this.budgetFaults()]);
  }

  get leads(): boolean {
    return this.active && this.role === 'lead';
  }

  private leadFaults(led: boolean): Refusal[] {
    return this.leads && led ? [refusal(severalLeadPartners)] : [];
  }

  private budgetFaults(): Refusal[] {
    return this.role === 'associated' && this.budget.state === 'published'
      ? [refusal(associatedPartnerWithBudget)]
      : [];
  }
}
