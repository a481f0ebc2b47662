import { Injectable } from '@nestjs/common';
import { today } from '@passerelle/domain/period';
import type { Page } from '@passerelle/platform/collections';
import { Database, findOrRefuse, insert, isUniqueViolation, newId, nextReference } from '@passerelle/platform/database';
import { record } from '@passerelle/platform/facts';
import type { Call } from '@passerelle/platform/operations';
import { refuse } from '@passerelle/platform/problems';
import { ServiceContext } from '@passerelle/platform/service';
import { refuseMonolingual } from '../bilingual.js';
import type { ConsultationChange, NewConsultation } from './consultation-acts.schema.js';
import { ConsultationRecord } from './consultation.entity.js';
import { consultationOpened } from './consultation.facts.js';
import { consultationAlreadyOpen } from './consultation.refusals.js';
import { consultations, type ConsultationQuery } from './consultation.schema.js';
import { openConsultation } from './open-consultation.js';
import { keepChanged } from './plan-copies.js';
import { classificationOf, standingOf } from './standing.js';
import { tellerOf } from './teller.js';

@Injectable()
export class ConsultationsService {
  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
  ) {}

  list(call: Call<undefined, never, ConsultationQuery>): Promise<Page> {
    return consultations.read(this.db, call);
  }

  read(call: Call<undefined, 'consultationId'>): Promise<ConsultationRecord> {
    return this.db.read(call, (tx) => findOrRefuse(tx, ConsultationRecord, call.params.consultationId));
  }

  async open(call: Call<NewConsultation>): Promise<ConsultationRecord> {
    const teller = tellerOf(call, this.context);
    const { affectedParty, legalBasis } = call.body;
    const opened = this.db.transaction(call, async (tx) => {
      const standing = await standingOf(tx, call.body);
      const ref = await nextReference(tx, this.context.referencePrefix, Number(today(teller.now).slice(0, 4)));
      const consultation = openConsultation({ id: newId(), ref }, call.body, standing, teller);
      refuseMonolingual(consultation);
      await insert(tx, ConsultationRecord, consultation);
      await record(tx, consultationOpened(consultation, consultation.openedAt.toISOString()));
      return consultation;
    });
    // Two who open the same one at the same moment: the index decides, and the second hears the rule.
    return opened.catch((error: unknown) => {
      if (!isUniqueViolation(error, 'consultation_one_open')) throw error;
      throw refuse(consultationAlreadyOpen, { affectedParty, legalBasis });
    });
  }

  change(call: Call<ConsultationChange, 'consultationId'>): Promise<ConsultationRecord> {
    return this.db.transaction(call, async (tx) => {
      const { consultationId } = call.params;
      const consultation = await findOrRefuse(tx, ConsultationRecord, consultationId, call.expectedVersion);
      consultation.change(call.body, await classificationOf(tx, consultation.planId));
      await keepChanged(tx, consultation);
      return consultation;
    });
  }
}
