import { Injectable } from '@nestjs/common';
import { today } from '@passerelle/domain/period';
import type { Page } from '@passerelle/platform/data/lists';
import { Database, findOrRefuse, insert, newId, nextReference, update } from '@passerelle/platform/data/database';
import { record } from '@passerelle/platform/events/facts';
import type { Call } from '@passerelle/platform/runtime/operations';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { refuseMonolingual } from '../../../shared/visibility/bilingual.js';
import { ConsultationRecord } from '../consultation.entity.js';
import { consultationAnswered, opinionReceived } from '../consultation.facts.js';
import { opinionAnswered, opinionSubmitted } from './opinion.facts.js';
import { OpinionRecord, refuseUnanswerable } from './opinion.entity.js';
import { opinions, type Answers, type NewOpinion, type OpinionQuery } from './opinion.schema.js';
import { lockForAct } from '../expiry.js';
import { actContextOf } from '../act-context.js';

// An opinion moves its consultation: both change in one transaction, and each publishes its own fact.

@Injectable()
export class OpinionsService {
  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
  ) {}

  list(call: Call<undefined, never, OpinionQuery>): Promise<Page> {
    return opinions.read(this.db, call);
  }

  read(call: Call<undefined, 'opinionId'>): Promise<OpinionRecord> {
    return this.db.read(call, (tx) => findOrRefuse(tx, OpinionRecord, call.params.opinionId));
  }

  submit(call: Call<NewOpinion, 'consultationId'>): Promise<OpinionRecord> {
    const context = actContextOf(call, this.context);
    return this.db.transaction(call, async (tx) => {
      const { consultationId } = call.params;
      const consultation = await lockForAct(tx, consultationId, context.now, call.expectedVersion);
      const id = newId();
      const sent = consultation.receiveOpinion({ id }, call.body, context);
      const ref = await nextReference(tx, this.context.referencePrefix, Number(today(context.now).slice(0, 4)));
      const opinion = OpinionRecord.submit({ id, ref }, call.body, consultation, sent);
      refuseMonolingual(opinion);
      refuseUnanswerable(opinion);
      await insert(tx, OpinionRecord, opinion);
      await update(tx, ConsultationRecord, consultation);
      await record(tx, opinionSubmitted(opinion, sent.at.toISOString()));
      await record(tx, opinionReceived(consultation, sent.at.toISOString()));
      return opinion;
    });
  }

  answer(call: Call<Answers, 'opinionId'>): Promise<OpinionRecord> {
    const context = actContextOf(call, this.context);
    return this.db.transaction(call, async (tx) => {
      const opinion = await findOrRefuse(tx, OpinionRecord, call.params.opinionId, call.expectedVersion);
      const consultation = await lockForAct(tx, opinion.consultationId, context.now);
      const { at, on } = consultation.answer(call.body, context);
      opinion.answer(call.body, on);
      refuseMonolingual(opinion);
      await update(tx, OpinionRecord, opinion);
      await update(tx, ConsultationRecord, consultation);
      await record(tx, opinionAnswered(opinion, at.toISOString()));
      await record(tx, consultationAnswered(consultation, at.toISOString()));
      return opinion;
    });
  }
}
