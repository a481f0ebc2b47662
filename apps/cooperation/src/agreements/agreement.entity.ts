import type { LocalizedText } from '@passerelle/domain/localized-text';
import type { Period } from '@passerelle/domain/period';
import { recordClosed, refuse, refuseFuture, stateAfter } from '@passerelle/platform/problems';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { refuseMonolingual } from '../bilingual.js';
import { agreementRelations } from '../sharing.js';
import { agreementStates } from './agreement.states.js';
import type {
  AgreementChange,
  AgreementStatus,
  NewAgreement,
  Obligation,
  Signature,
  Termination,
} from './agreement.schema.js';

/** An agreement between regions on territorial planning, such as the one of 26 November 2012 that made the Forum. */
@Entity('agreement')
export class AgreementRecord {
  static readonly relations = agreementRelations;

  @PrimaryColumn('uuid') declare id: string;
  @Column('text') declare ref: string;
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
    if (this.status === 'ended') throw refuse(recordClosed, { ref: this.ref });
    Object.assign(this, terms);
    refuseMonolingual(this);
  }

  sign({ on }: Signature, today: string): void {
    refuseFuture('on', on, today);
    this.status = stateAfter(agreementStates, this.status, 'sign');
    this.signedOn = on;
  }

  end({ on, reason }: Termination, today: string): void {
    refuseFuture('on', on, today);
    this.status = stateAfter(agreementStates, this.status, 'end');
    this.endedOn = on;
    this.endReason = reason;
    refuseMonolingual(this);
  }
}
