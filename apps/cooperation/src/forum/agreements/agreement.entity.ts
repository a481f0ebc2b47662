import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import type { Name } from '@passerelle/platform/features/lives';
import { inputFault, recordClosed, refusal, refuseFuture } from '@passerelle/platform/kernel/problems';
import { mergeInto } from '@passerelle/platform/runtime/operations';
import { agreementRelations } from '../../shared/visibility/relations.js';
import {
  AgreementState,
  AgreementTerms,
  type AgreementChange,
  type NewAgreement,
  type Signature,
  type Termination,
} from './agreement.schema.js';

export interface AgreementRecord extends Stored<typeof AgreementState> {}

/** An agreement between regions on territorial planning, such as the one of 26 November 2012 that created the Forum. */
@StoredAs('agreement', AgreementState)
export class AgreementRecord {
  static readonly relations = agreementRelations;

  static register(name: Name, terms: NewAgreement): AgreementRecord {
    return Object.assign(new AgreementRecord(), name, { version: 1, status: 'draft' as const }, terms);
  }

  change(terms: AgreementChange): void {
    if (this.status === 'ended') throw refusal(recordClosed, { ref: this.ref });
    mergeInto(this, AgreementTerms, terms);
    if (this.signedOn) this.refuseSignedOver(this.signedOn, 'validity');
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
  }

  /** An agreement may be entered long after its time; but one that ended before its signature was never in force. */
  private refuseSignedOver(signedOn: string, name: string): void {
    const { to } = this.validity ?? {};
    if (to !== undefined && signedOn >= to)
      throw inputFault('body', name, 'invalidPeriod', `must end (${to}) after it was signed (${signedOn})`);
  }
}
