import { Injectable } from '@nestjs/common';
import { Database, update, type Tx } from '@passerelle/platform/database';
import { record } from '@passerelle/platform/facts';
import type { Call } from '@passerelle/platform/operations';
import { ServiceContext } from '@passerelle/platform/service';
import { refuseMonolingual } from '../bilingual.js';
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
import { holdConsultation } from './silence.js';
import { finallyAdoptedOn } from './standing.js';
import { tellerOf, type Moment, type Teller } from './teller.js';

type Act<Body> = Call<Body, 'consultationId'>;

@Injectable()
export class ConsultationActsService {
  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
  ) {}

  acknowledge(call: Act<ConsultationAct>): Promise<ConsultationRecord> {
    return this.act(call, consultationAcknowledged, (one, teller) => one.acknowledge(call.body, teller));
  }

  reply(call: Act<Reply>): Promise<ConsultationRecord> {
    const fact = call.body.wish === 'yes' ? consultationEntered : consultationDeclined;
    return this.act(call, fact, async (one, teller, tx) =>
      one.reply(call.body, await finallyAdoptedOn(tx, one), teller),
    );
  }

  proposeTimeframe(call: Act<TimeframeProposal>): Promise<ConsultationRecord> {
    return this.act(call, timeframeProposed, (one, teller) => one.proposeTimeframe(call.body, teller));
  }

  agreeTimeframe(call: Act<Acceptance>): Promise<ConsultationRecord> {
    return this.act(call, timeframeAgreed, (one, teller) => one.agreeTimeframe(call.body, teller));
  }

  proposeExtension(call: Act<ExtensionProposal>): Promise<ConsultationRecord> {
    return this.act(call, extensionProposed, (one, teller) => one.proposeExtension(call.body, teller));
  }

  extend(call: Act<Acceptance>): Promise<ConsultationRecord> {
    return this.act(call, consultationExtended, (one, teller) => one.extend(call.body, teller));
  }

  communicateDecision(call: Act<DecisionCommunicated>): Promise<ConsultationRecord> {
    return this.act(call, decisionCommunicated, (one, teller) => one.communicateDecision(call.body, teller));
  }

  close(call: Act<ConsultationAct>): Promise<ConsultationRecord> {
    return this.act(call, consultationClosed, (one, teller) => one.close(call.body, teller));
  }

  withdraw(call: Act<ConsultationWithdrawal>): Promise<ConsultationRecord> {
    return this.act(call, consultationWithdrawn, (one, teller) => one.withdraw(call.body, teller));
  }

  private act(
    call: Act<unknown>,
    fact: typeof consultationClosed,
    rule: (consultation: ConsultationRecord, teller: Teller, tx: Tx) => Moment | Promise<Moment>,
  ): Promise<ConsultationRecord> {
    const teller = tellerOf(call, this.context);
    return this.db.transaction(call, async (tx) => {
      const consultation = await holdConsultation(tx, call.params.consultationId, teller.now, call.expectedVersion);
      const { at } = await rule(consultation, teller, tx);
      refuseMonolingual(consultation);
      await update(tx, ConsultationRecord, consultation);
      await record(tx, fact(consultation, at.toISOString()));
      return consultation;
    });
  }
}
