import type { LocalizedText } from '@passerelle/domain/localized-text';
import type { OrganisationRef } from '@passerelle/domain/organisation-ref';
import type { TerritorialRef } from '@passerelle/domain/territorial-ref';
import {
  inputFault,
  recordClosed,
  refuse,
  refuseFuture,
  stateAfter,
  type Refusal,
  type Transition,
} from '@passerelle/platform/problems';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import {
  associatedPartnerWithBudget,
  judged,
  severalLeadPartners,
  type Origin,
  type QualityFlag,
} from '../consortium.js';
import {
  partnerRelations,
  inOrder,
  type Departure,
  type NewPartner,
  type PartnerBudget,
  type PartnerChange,
} from './partner.schema.js';

type Presence = 'active' | 'left';

export const partnerStates: readonly Transition<Presence>[] = [{ from: 'active', act: 'leave', to: 'left' }];

/** What a partner must know of its project. */
export interface Frame {
  readonly ref: string;
  readonly origin: Origin;
  readonly over: boolean;
  /** Whether another partner leads it at this moment. */
  readonly led: boolean;
}

@Entity('partner')
export class PartnerRecord {
  static readonly relations = partnerRelations;

  @PrimaryColumn('uuid') declare id: string;
  @Column('text') declare ref: string;
  @Column('int') declare version: number;
  @Column('uuid') declare projectId: string;
  /** The project's own, kept here for the index that allows one lead partner. */
  @Column('text') declare origin: Origin;
  @Column('jsonb') declare organisation: OrganisationRef;
  @Column('text') declare role: string;
  @Column('text') declare country: string;
  @Column('text', { nullable: true }) declare city: string | null;
  @Column('jsonb', { nullable: true }) declare nuts: TerritorialRef | null;
  @Column('jsonb') declare budget: PartnerBudget;
  @Column('boolean') declare active: boolean;
  @Column('date', { nullable: true }) declare joinedOn: string | null;
  @Column('date', { nullable: true }) declare leftOn: string | null;
  @Column('jsonb', { nullable: true }) declare leavingReason: LocalizedText | null;
  @Column('text', { array: true }) declare qualityFlags: QualityFlag[];

  static join(id: string, ref: string, projectId: string, terms: NewPartner, frame: Frame): PartnerRecord {
    const { origin } = frame;
    const beginning = { id, ref, version: 1, projectId, origin, active: true };
    const partner = Object.assign(new PartnerRecord(), beginning, terms);
    partner.check(frame);
    return partner;
  }

  change(terms: PartnerChange, frame: Frame): void {
    Object.assign(this, terms);
    if (!inOrder(this)) throw inputFault('body', 'joinedOn', 'invalidPeriod', `lies after ${this.leftOn}`);
    this.check(frame);
  }

  /** Never deleted (J7): what it did and was paid stays on record. */
  leave({ on, reason }: Departure, today: string, frame: Frame): void {
    refuseFuture('on', on, today);
    const presence = stateAfter(partnerStates, this.active ? 'active' : 'left', 'leave');
    Object.assign(this, { active: presence === 'active', leftOn: on, leavingReason: reason ?? null });
    if (!inOrder(this)) throw inputFault('body', 'on', 'invalidPeriod', `lies before ${this.joinedOn}`);
    this.check(frame);
  }

  private check(frame: Frame): void {
    if (frame.over && frame.origin === 'own') throw refuse(recordClosed, { ref: frame.ref });
    this.qualityFlags = judged(this.origin, [...this.leadFaults(frame), ...this.budgetFaults()]);
  }

  private leadFaults({ led }: Frame): Refusal[] {
    return this.active && this.role === 'lead' && led ? [refuse(severalLeadPartners)] : [];
  }

  private budgetFaults(): Refusal[] {
    return this.role === 'associated' && this.budget.state === 'published' ? [refuse(associatedPartnerWithBudget)] : [];
  }
}
