import type { LocalizedText } from '@passerelle/domain/localized-text';
import type { Period } from '@passerelle/domain/period';
import { inputFault, recordClosed, refusal, refuseFuture } from '@passerelle/platform/kernel/problems';
import { mergeInto } from '@passerelle/platform/runtime/operations';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { refuseMonolingual } from '../../shared/visibility/bilingual.js';
import { agreementRelations } from '../../shared/visibility/relations.js';
import {
  AgreementTerms,
  type AgreementChange,
  type AgreementStatus,
  type NewAgreement,
  type Obligation,
  type Signature,
  type Termination,
} from './agreement.schema.js';

/** An agreement between regions on territorial planning, such as the one of 26 November 2012 that created the Forum. */
@Entity('agreement')
export class AgreementRecord {
  static readonly relations = agreementRelations;

  @PrimaryColumn('uuid') declare id: string;
  @Column({ type: 'text', collation: 'by_number' }) declare ref: string;
  @Column('int') declare version: number;
  @Column('text') declare status: AgreementStatus;
  @Column('jsonb') declare title: LocalizedText;
  @Column('text', { array: true }) declare parties: string[];
  @Column('text') declare level: string;
  @Column('text') declare objective: string;
  @Column('text', { array: true }) declare departments: string[];
  @Column('jsonb') declare obligations: Obligation[];
  @Column('jsonb', { nullable: true }) declare validity: Period | null;
  @Column('text') declare source: string;
  @Column('text') declare classification: string;
  @Column('date', { nullable: true }) declare signedOn: string | null;
  @Column('date', { nullable: true }) declare endedOn: string | null;
  @Column('jsonb', { nullable: true }) declare endReason: LocalizedText | null;

  static register(id: string, ref: string, terms: NewAgreement): AgreementRecord {
    const agreement = Object.assign(new AgreementRecord(), { id, ref, version: 1, status: 'draft' as const }, terms);
    refuseMonolingual(agreement);
    return agreement;
  }

  change(terms: AgreementChange): void {
    if (this.status === 'ended') throw refusal(recordClosed, { ref: this.ref });
    mergeInto(this, AgreementTerms, terms);
    if (this.signedOn) this.refuseSignedOver(this.signedOn, 'validity');
    refuseMonolingual(this);
  }

  sign({ on }: Signature, today: string): void {
    refuseFuture('on', on, today);
    this.refuseSignedOver(on, 'on');
    this.signedOn = on;
  }

  end({ on, reason }: Termination, today: string): void {
    refuseFuture('on', on, today);
    this.endedOn = on;
    this.endReason = reason;
    refuseMonolingual(this);
  }

  /** An agreement may be entered long after its time; but one that ended before its signature was never in force. */
  private refuseSignedOver(signedOn: string, name: string): void {
    const { to } = this.validity ?? {};
    if (to !== undefined && signedOn >= to)
      throw inputFault('body', name, 'invalidPeriod', `must end (${to}) after it was signed (${signedOn})`);
  }
}
