import { Injectable } from '@nestjs/common';
import { today } from '@passerelle/domain/period';
import type { Page } from '@passerelle/platform/data/lists';
import {
  Database,
  findOrRefuse,
  insert,
  isUniqueViolation,
  newId,
  nextReference,
} from '@passerelle/platform/data/database';
import { record } from '@passerelle/platform/events/facts';
import type { Call } from '@passerelle/platform/runtime/operations';
import { refusal } from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { refuseMonolingual } from '../../shared/visibility/bilingual.js';
import type { ConsultationChange, NewConsultation } from './consultation-acts.schema.js';
import { ConsultationRecord } from './consultation.entity.js';
import { consultationOpened } from './consultation.facts.js';
import { consultationAlreadyOpen } from './consultation.refusals.js';
import { consultations, type ConsultationQuery } from './consultation.schema.js';
import { openConsultation } from './open-consultation.js';
import { keepChanged } from './plan-copies.js';
import { classificationOf, loadPlanSnapshot } from '../plans/plan-snapshot.api.js';
import { actContextOf } from './act-context.js';

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
    const context = actContextOf(call, this.context);
    const { affectedParty, legalBasis } = call.body;
    const opened = this.db.transaction(call, async (tx) => {
      const snapshot = await loadPlanSnapshot(tx, call.body);
      const ref = await nextReference(tx, this.context.referencePrefix, Number(today(context.now).slice(0, 4)));
      const consultation = openConsultation({ id: newId(), ref }, call.body, snapshot, context);
      refuseMonolingual(consultation);
      await insert(tx, ConsultationRecord, consultation);
      await record(tx, consultationOpened(consultation, consultation.openedAt.toISOString()));
      return consultation;
    });
    // Two concurrent openings of the same consultation: the unique index decides, and the second caller gets the
    // refusal of the rule.
    return opened.catch((error: unknown) => {
      if (!isUniqueViolation(error, 'consultation_one_open')) throw error;
      throw refusal(consultationAlreadyOpen, { affectedParty, legalBasis });
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
