import { Injectable } from '@nestjs/common';
import { Database, update, type Tx } from '@passerelle/platform/data/database';
import { record } from '@passerelle/platform/events/facts';
import type { Call } from '@passerelle/platform/runtime/operations';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { refuseMonolingual } from '../../shared/visibility/bilingual.js';
import type {
  Acceptance,
  ConsultationAct,
  ConsultationWithdrawal,
  DecisionCommunicated,
  ExtensionProposal,
  Reply,
  TimeframeProposal,
} from './consultation-acts.schema.js';
import { ConsultationRecord } from './consultation.entity.js';
import {
  consultationAcknowledged,
  consultationClosed,
  consultationDeclined,
  consultationEntered,
  consultationExtended,
  consultationWithdrawn,
  decisionCommunicated,
  extensionProposed,
  timeframeAgreed,
  timeframeProposed,
} from './consultation.facts.js';
import { lockForAct } from './expiry.js';
import { finallyAdoptedOn } from '../plans/plan-snapshot.api.js';
import { actContextOf, type Timestamp, type ActContext } from './act-context.js';

type Act<Body> = Call<Body, 'consultationId'>;

@Injectable()
export class ConsultationActsService {
  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
  ) {}

  acknowledge(call: Act<ConsultationAct>): Promise<ConsultationRecord> {
    return this.act(call, consultationAcknowledged, (one, context) => one.acknowledge(call.body, context));
  }

  reply(call: Act<Reply>): Promise<ConsultationRecord> {
    const fact = call.body.wish === 'yes' ? consultationEntered : consultationDeclined;
    return this.act(call, fact, async (one, context, tx) =>
      one.reply(call.body, await finallyAdoptedOn(tx, one), context),
    );
  }

  proposeTimeframe(call: Act<TimeframeProposal>): Promise<ConsultationRecord> {
    return this.act(call, timeframeProposed, (one, context) => one.proposeTimeframe(call.body, context));
  }

  agreeTimeframe(call: Act<Acceptance>): Promise<ConsultationRecord> {
    return this.act(call, timeframeAgreed, (one, context) => one.agreeTimeframe(call.body, context));
  }

  proposeExtension(call: Act<ExtensionProposal>): Promise<ConsultationRecord> {
    return this.act(call, extensionProposed, (one, context) => one.proposeExtension(call.body, context));
  }

  extend(call: Act<Acceptance>): Promise<ConsultationRecord> {
    return this.act(call, consultationExtended, (one, context) => one.extend(call.body, context));
  }

  communicateDecision(call: Act<DecisionCommunicated>): Promise<ConsultationRecord> {
    return this.act(call, decisionCommunicated, (one, context) => one.communicateDecision(call.body, context));
  }

  close(call: Act<ConsultationAct>): Promise<ConsultationRecord> {
    return this.act(call, consultationClosed, (one, context) => one.close(call.body, context));
  }

  withdraw(call: Act<ConsultationWithdrawal>): Promise<ConsultationRecord> {
    return this.act(call, consultationWithdrawn, (one, context) => one.withdraw(call.body, context));
  }

  private act(
    call: Act<unknown>,
    fact: typeof consultationClosed,
    rule: (consultation: ConsultationRecord, context: ActContext, tx: Tx) => Timestamp | Promise<Timestamp>,
  ): Promise<ConsultationRecord> {
    const context = actContextOf(call, this.context);
    return this.db.transaction(call, async (tx) => {
      const consultation = await lockForAct(tx, call.params.consultationId, context.now, call.expectedVersion);
      const { at } = await rule(consultation, context, tx);
      refuseMonolingual(consultation);
      await update(tx, ConsultationRecord, consultation);
      await record(tx, fact(consultation, at.toISOString()));
      return consultation;
    });
  }
}
