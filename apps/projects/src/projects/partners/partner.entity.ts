import type { Classification } from '@passerelle/domain/classification';
import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import type { Name } from '@passerelle/platform/features/lives';
import { inputFault, recordClosed, refusal, refuseFuture, type Refusal } from '@passerelle/platform/kernel/problems';
import { mergeInto } from '@passerelle/platform/runtime/operations';
import { Column } from 'typeorm';
import { associatedPartnerWithBudget, judged, sameFlags, severalLeadPartners, type Origin } from '../../consortium.js';
import {
  PartnerState,
  PartnerTerms,
  partnerRelations,
  inOrder,
  type Departure,
  type NewPartner,
  type PartnerChange,
} from './partner.schema.js';

export type Presence = 'active' | 'left';

/** The fields of a project that its partners need. */
export interface ProjectContext {
  readonly ref: string;
  readonly origin: Origin;
  readonly classification: Classification;
  readonly over: boolean;
  /** Whether another partner leads it now. */
  readonly led: boolean;
}

export interface PartnerRecord extends Stored<typeof PartnerState> {}

@StoredAs('partner', PartnerState, { classification: `'internal'` })
export class PartnerRecord {
  static readonly relations = partnerRelations;

  /** Copied from the project, for the index that allows one lead partner. */
  @Column('text') declare origin: Origin;

  static join(name: Name, projectId: string, terms: NewPartner, context: ProjectContext): PartnerRecord {
    const { origin, classification } = context;
    const beginning = { version: 1, projectId, origin, classification, active: true };
    const partner = Object.assign(new PartnerRecord(), name, beginning, terms);
    partner.check(context);
    return partner;
  }

  /** As its project: the texts of an imported one are in the languages of its publisher. */
  get keepsItsLanguages(): boolean {
    return this.origin === 'imported';
  }

  get status(): Presence {
    return this.active ? 'active' : 'left';
  }

  change(terms: PartnerChange, context: ProjectContext): void {
    mergeInto(this, PartnerTerms, terms);
    if (!inOrder(this)) throw inputFault('body', 'joinedOn', 'invalidPeriod', `must not be later than ${this.leftOn}`);
    this.check(context);
  }

  /** Never deleted (J7): its work and its payments stay on record. */
  leave({ on, reason }: Departure, today: string, context: ProjectContext): void {
    refuseFuture('on', on, today);
    Object.assign(this, { active: false, leftOn: on, leavingReason: reason ?? null });
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
