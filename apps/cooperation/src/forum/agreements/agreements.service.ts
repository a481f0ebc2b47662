import { Injectable } from '@nestjs/common';
import { today } from '@passerelle/domain/period';
import type { Page } from '@passerelle/platform/data/lists';
import {
  Database,
  findOrRefuse,
  insert,
  newId,
  nextReference,
  update,
  type Tx,
} from '@passerelle/platform/data/database';
import { record } from '@passerelle/platform/events/facts';
import type { Call } from '@passerelle/platform/runtime/operations';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { sharingScopeOf, hasSameScope } from '../../shared/visibility/sharing-scope.js';
import { AgreementFollowers } from './agreements.api.js';
import { AgreementRecord } from './agreement.entity.js';
import { agreementChanged, agreementEnded, agreementRegistered, agreementSigned } from './agreement.facts.js';
import {
  agreements,
  type AgreementChange,
  type AgreementQuery,
  type NewAgreement,
  type Signature,
  type Termination,
} from './agreement.schema.js';

@Injectable()
export class AgreementsService {
  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
    private readonly followers: AgreementFollowers,
  ) {}

  list(call: Call<undefined, never, AgreementQuery>): Promise<Page> {
    return agreements.read(this.db, call);
  }

  read(call: Call<undefined, 'agreementId'>): Promise<AgreementRecord> {
    return this.db.read(call, (tx) => findOrRefuse(tx, AgreementRecord, call.params.agreementId));
  }

  register(call: Call<NewAgreement>): Promise<AgreementRecord> {
    return this.db.transaction(call, async (tx) => {
      const ref = await nextReference(tx, this.context.referencePrefix, Number(this.today().slice(0, 4)));
      const agreement = AgreementRecord.register(newId(), ref, call.body);
      await insert(tx, AgreementRecord, agreement);
      await record(tx, agreementRegistered(agreement));
      return agreement;
    });
  }

  change(call: Call<AgreementChange, 'agreementId'>): Promise<AgreementRecord> {
    return this.revise(call, agreementChanged, (agreement) => agreement.change(call.body));
  }

  sign(call: Call<Signature, 'agreementId'>): Promise<AgreementRecord> {
    return this.revise(call, agreementSigned, (agreement) => agreement.sign(call.body, this.today()));
  }

  end(call: Call<Termination, 'agreementId'>): Promise<AgreementRecord> {
    return this.revise(call, agreementEnded, (agreement) => agreement.end(call.body, this.today()));
  }

  /** Load → rule → save → record, in one transaction; records under an agreement copy its visibility. */
  private revise(
    call: Call<unknown, 'agreementId'>,
    fact: typeof agreementChanged,
    rule: (agreement: AgreementRecord) => void,
  ): Promise<AgreementRecord> {
    return this.db.transaction(call, async (tx: Tx) => {
      const agreement = await findOrRefuse(tx, AgreementRecord, call.params.agreementId, call.expectedVersion);
      const before = sharingScopeOf(agreement);
      rule(agreement);
      const isResharing = !hasSameScope(agreement, before);
      if (isResharing) await this.followers.lock(tx, agreement.id);
      await update(tx, AgreementRecord, agreement);
      await record(tx, fact(agreement));
      if (isResharing) await this.followers.follow(tx, agreement);
      return agreement;
    });
  }

  private today(): string {
    return today(new Date());
  }
}
