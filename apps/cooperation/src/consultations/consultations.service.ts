import { Injectable } from '@nestjs/common';
import { today } from '@passerelle/domain/period';
import type { Page } from '@passerelle/platform/collections';
import {
  Database,
  findOrRefuse,
  insert,
  isUniqueViolation,
  newId,
  nextReference,
  update,
  type Tx,
} from '@passerelle/platform/database';
import { record } from '@passerelle/platform/facts';
import type { Call } from '@passerelle/platform/operations';
import { refuse } from '@passerelle/platform/problems';
import { ServiceContext } from '@passerelle/platform/service';
import type { ConsultationChange, NewConsultation } from './consultation-acts.schema.js';
import { ConsultationRecord } from './consultation.entity.js';
import { consultationChanged, consultationOpened, opinionChanged } from './consultation.facts.js';
import { consultationAlreadyOpen } from './consultation.refusals.js';
import { consultations, type ConsultationQuery } from './consultation.schema.js';
import { OpinionRecord } from './opinion.entity.js';
import { standingOf } from './standing.js';
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
      const consultation = ConsultationRecord.open(newId(), ref, call.body, standing, teller);
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
      consultation.change(call.body);
      await update(tx, ConsultationRecord, consultation);
      await record(tx, consultationChanged(consultation));
      await this.shareOpinion(tx, consultation);
      return consultation;
    });
  }

  /** Whoever may know of the consultation may know of its opinion, and nobody else. */
  private async shareOpinion(tx: Tx, { opinionId, classification }: ConsultationRecord): Promise<void> {
    if (opinionId === null) return;
    const opinion = await findOrRefuse(tx, OpinionRecord, opinionId);
    if (opinion.classification === classification) return;
    opinion.classification = classification;
    await update(tx, OpinionRecord, opinion);
    await record(tx, opinionChanged(opinion));
  }
}
