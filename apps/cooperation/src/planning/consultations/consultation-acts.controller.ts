import { Controller } from '@nestjs/common';
import { Operation, type Call } from '@passerelle/platform/runtime/operations';
import {
  illegalTransition,
  languageIncomplete,
  resourceNotFound,
  stalePrecondition,
} from '@passerelle/platform/kernel/problems';
import { listFull } from '../../shared/acts/bounded-list.js';
import { sourceRequired } from '../../shared/acts/evidence.js';
import {
  Acceptance,
  ConsultationAct,
  ConsultationWithdrawal,
  DecisionCommunicated,
  ExtensionProposal,
  Reply,
  TimeframeProposal,
} from './consultation-acts.schema.js';
import { ConsultationActsService } from './consultation-acts.service.js';
import type { ConsultationRecord } from './consultation.entity.js';
import { byLetter, decisionExample, timeframeExample } from './consultation.example.js';
import {
  documentsMissing,
  noMandateForParty,
  notAnExtension,
  notProposed,
  ownProposal,
  tooLateToConsult,
} from './consultation.refusals.js';
import { Consultation } from './consultation.schema.js';

const always = [resourceNotFound, stalePrecondition, illegalTransition, sourceRequired];
/** Acts that bind a region towards the other need more than the right to edit the record. */
const approve = 'cooperation:approve';
const act = { scope: 'cooperation:write', returns: Consultation, status: 200, refuses: always } as const;

type Act<Body> = Call<Body, 'consultationId'>;
type Done = Promise<ConsultationRecord>;

@Controller()
export class ConsultationActsController {
  constructor(private readonly acts: ConsultationActsService) {}

  @Operation({
    ...act,
    route: 'POST /consultations/{consultationId}/acknowledgements',
    summary: 'Confirm, for the affected region, that the notice arrived',
    body: ConsultationAct,
    examples: { byLetter },
  })
  acknowledge(call: Act<ConsultationAct>): Done {
    return this.acts.acknowledge(call);
  }

  @Operation({
    ...act,
    route: 'POST /consultations/{consultationId}/replies',
    summary: 'Reply, for the affected region, whether it wishes to enter consultations',
    body: Reply,
    refuses: [...always, tooLateToConsult],
    examples: { yes: { wish: 'yes', ...byLetter }, no: { wish: 'no', ...byLetter } },
  })
  reply(call: Act<Reply>): Done {
    return this.acts.reply(call);
  }

  @Operation({
    ...act,
    route: 'POST /consultations/{consultationId}/timeframeProposals',
    summary: 'Propose the period for the opinion',
    description: 'Either side proposes, the other accepts. A new proposal replaces the previous one.',
    body: TimeframeProposal,
    refuses: [...always, noMandateForParty],
    examples: { twoMonths: timeframeExample },
  })
  proposeTimeframe(call: Act<TimeframeProposal>): Done {
    return this.acts.proposeTimeframe(call);
  }

  @Operation({
    ...act,
    route: 'POST /consultations/{consultationId}/timeframes',
    summary: 'Accept the proposed period, for the other side',
    body: Acceptance,
    refuses: [...always, noMandateForParty, notProposed, ownProposal],
    examples: { accepted: { dueOn: timeframeExample.dueOn, side: 'affected', ...byLetter } },
  })
  agreeTimeframe(call: Act<Acceptance>): Done {
    return this.acts.agreeTimeframe(call);
  }

  @Operation({
    ...act,
    route: 'POST /consultations/{consultationId}/extensionProposals',
    summary: 'Propose a later end of the period',
    body: ExtensionProposal,
    refuses: [...always, noMandateForParty, notAnExtension, listFull, languageIncomplete],
    examples: {
      threeWeeks: {
        dueOn: '2027-05-21',
        reason: { fr: 'Traduction du rapport en cours.', nl: 'Vertaling van het rapport loopt.' },
      },
    },
  })
  proposeExtension(call: Act<ExtensionProposal>): Done {
    return this.acts.proposeExtension(call);
  }

  @Operation({
    ...act,
    route: 'POST /consultations/{consultationId}/extensions',
    summary: 'Accept the proposed extension, for the other side',
    body: Acceptance,
    refuses: [...always, noMandateForParty, notProposed, ownProposal],
    examples: { accepted: { dueOn: '2027-05-21', side: 'author', ...byLetter } },
  })
  extend(call: Act<Acceptance>): Done {
    return this.acts.extend(call);
  }

  @Operation({
    ...act,
    scope: approve,
    route: 'POST /consultations/{consultationId}/decisions',
    summary: 'Communicate, for the author, the decision and how the opinion was taken into account',
    body: DecisionCommunicated,
    refuses: [...always, documentsMissing, languageIncomplete],
    examples: { adopted: decisionExample },
  })
  communicateDecision(call: Act<DecisionCommunicated>): Done {
    return this.acts.communicateDecision(call);
  }

  @Operation({
    ...act,
    route: 'POST /consultations/{consultationId}/closures',
    summary: 'Close a consultation whose decision was communicated',
    body: ConsultationAct,
    examples: { byLetter },
  })
  close(call: Act<ConsultationAct>): Done {
    return this.acts.close(call);
  }

  @Operation({
    ...act,
    scope: approve,
    route: 'POST /consultations/{consultationId}/withdrawals',
    summary: 'Withdraw a consultation together with its plan',
    body: ConsultationWithdrawal,
    refuses: [...always, languageIncomplete],
    examples: {
      planGivenUp: { reason: { fr: 'Le projet est abandonné.', nl: 'Het ontwerp wordt opgegeven.' }, ...byLetter },
    },
  })
  withdraw(call: Act<ConsultationWithdrawal>): Done {
    return this.acts.withdraw(call);
  }
}
