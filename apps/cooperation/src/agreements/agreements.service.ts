import { Injectable } from '@nestjs/common';
import { today } from '@passerelle/domain/period';
import type { Page } from '@passerelle/platform/collections';
import { Database, findOrRefuse, insert, newId, nextReference, update, type Tx } from '@passerelle/platform/database';
import { record } from '@passerelle/platform/facts';
import type { Caller } from '@passerelle/platform/identity';
import { refuseUnseen, visibleTo, type Viewer } from '@passerelle/platform/rights';
import { ServiceContext } from '@passerelle/platform/service';
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
  ) {}

  list(query: AgreementQuery, caller: Caller): Promise<Page> {
    return agreements.read(this.db, query, visibleTo(this.viewer(caller), 'parties'));
  }

  async read(id: string, caller: Caller): Promise<AgreementRecord> {
    const agreement = await this.db.read((tx) => findOrRefuse(tx, AgreementRecord, id));
    refuseUnseen(this.viewer(caller), agreement);
    return agreement;
  }

  register(terms: NewAgreement): Promise<AgreementRecord> {
    return this.db.transaction(async (tx) => {
      const ref = await nextReference(tx, this.context.referencePrefix, Number(this.today().slice(0, 4)));
      const agreement = AgreementRecord.register(newId(), ref, terms);
      await insert(tx, AgreementRecord, agreement);
      await record(tx, agreementRegistered(agreement));
      return agreement;
    });
  }

  change(id: string, version: number | undefined, terms: AgreementChange): Promise<AgreementRecord> {
    return this.revise(id, version, agreementChanged, (agreement) => agreement.change(terms));
  }

  sign(id: string, version: number | undefined, signature: Signature): Promise<AgreementRecord> {
    return this.revise(id, version, agreementSigned, (agreement) => agreement.sign(signature, this.today()));
  }

  end(id: string, version: number | undefined, termination: Termination): Promise<AgreementRecord> {
    return this.revise(id, version, agreementEnded, (agreement) => agreement.end(termination, this.today()));
  }

  /** Load → rule → save → record, in one transaction. */
  private revise(
    id: string,
    version: number | undefined,
    fact: typeof agreementChanged,
    rule: (agreement: AgreementRecord) => void,
  ): Promise<AgreementRecord> {
    return this.db.transaction(async (tx: Tx) => {
      const agreement = await findOrRefuse(tx, AgreementRecord, id, version);
      rule(agreement);
      await update(tx, AgreementRecord, agreement);
      await record(tx, fact(agreement));
      return agreement;
    });
  }

  private viewer(caller: Caller): Viewer {
    return { caller, home: this.context.settings.HOME_PARTY };
  }

  private today(): string {
    return today(new Date());
  }
}
