import { Controller } from '@nestjs/common';
import { Operation, type Call } from '@passerelle/platform/runtime/operations';
import {
  illegalTransition,
  languageIncomplete,
  missingPermission,
  resourceNotFound,
  stalePrecondition,
} from '@passerelle/platform/kernel/problems';
import { notAParty } from '../../shared/acts/participants.js';
import { JointAct, JointEnd } from '../joint-work.js';
import { sourceRequired } from '../../shared/acts/evidence.js';
import { alreadyAgreed, deliverablesMissing, type JointStudyRecord } from './joint-study.entity.js';
import {
  JointStudy,
  ReceivedDeliverable,
  Renegotiation,
  StudyAgreement,
  StudyContract,
  StudyPublication,
} from './joint-study.schema.js';
import { JointStudyActsService } from './joint-study-acts.service.js';

type Of<Body> = Call<Body, 'jointStudyId'>;

const refuses = [resourceNotFound, stalePrecondition, illegalTransition, languageIncomplete];
const act = { scope: 'cooperation:write', returns: JointStudy, status: 200, refuses } as const;
const onTheDay = { onTheDay: { on: '2025-05-04' } };

@Controller()
export class JointStudyActsController {
  constructor(private readonly acts: JointStudyActsService) {}

  @Operation({
    route: 'POST /jointStudies/{jointStudyId}/renegotiations',
    summary: 'Change shares and budget; every party must agree again',
    ...act,
    body: Renegotiation,
    examples: {
      dearer: {
        shares: [
          { party: 'BE-BRU', basisPoints: 5000 },
          { party: 'BE-VLG', basisPoints: 5000 },
        ],
        budget: { amount: '120000', currency: 'EUR' },
      },
    },
  })
  renegotiate(call: Of<Renegotiation>): Promise<JointStudyRecord> {
    return this.acts.renegotiate(call);
  }

  @Operation({
    route: 'POST /jointStudies/{jointStudyId}/agreements',
    summary: 'Record that a party agrees to its share and the budget',
    description:
      'Each party agrees for itself. Where Brussels records it for another party, `source` names the evidence.',
    ...act,
    scope: 'cooperation:approve',
    refuses: [...refuses, missingPermission, sourceRequired, notAParty, alreadyAgreed],
    body: StudyAgreement,
    examples: { byLetter: { party: 'BE-VLG', at: '2025-04-20T08:00:00Z', source: 'Letter of 20 April 2025' } },
  })
  agree(call: Of<StudyAgreement>): Promise<JointStudyRecord> {
    return this.acts.agree(call);
  }

  @Operation({
    route: 'POST /jointStudies/{jointStudyId}/contracts',
    summary: 'Record who was awarded the contract',
    ...act,
    body: StudyContract,
    examples: { awarded: { on: '2025-05-04', contractor: { name: 'Université Libre de Bruxelles', country: 'BE' } } },
  })
  procure(call: Of<StudyContract>): Promise<JointStudyRecord> {
    return this.acts.procure(call);
  }

  @Operation({
    route: 'POST /jointStudies/{jointStudyId}/starts',
    summary: 'Record that the work on a study began',
    ...act,
    body: JointAct,
    examples: onTheDay,
  })
  start(call: Of<JointAct>): Promise<JointStudyRecord> {
    return this.acts.start(call);
  }

  @Operation({
    route: 'POST /jointStudies/{jointStudyId}/deliverables',
    summary: 'Record that a deliverable was received',
    ...act,
    body: ReceivedDeliverable,
    examples: { finalReport: { code: 'finalReport', on: '2025-05-04' } },
  })
  receive(call: Of<ReceivedDeliverable>): Promise<JointStudyRecord> {
    return this.acts.receive(call);
  }

  @Operation({
    route: 'POST /jointStudies/{jointStudyId}/deliveries',
    summary: 'Record that the work on a study was delivered',
    ...act,
    body: JointAct,
    examples: onTheDay,
  })
  deliver(call: Of<JointAct>): Promise<JointStudyRecord> {
    return this.acts.deliver(call);
  }

  @Operation({
    route: 'POST /jointStudies/{jointStudyId}/publications',
    summary: 'Record that a study was published, whole and in both languages',
    ...act,
    refuses: [...refuses, deliverablesMissing],
    body: StudyPublication,
    examples: { online: { on: '2025-05-04', document: { href: 'https://perspective.brussels/', language: 'fr' } } },
  })
  release(call: Of<StudyPublication>): Promise<JointStudyRecord> {
    return this.acts.release(call);
  }

  @Operation({
    route: 'POST /jointStudies/{jointStudyId}/closures',
    summary: 'Close a published study',
    ...act,
    body: JointAct,
    examples: onTheDay,
  })
  close(call: Of<JointAct>): Promise<JointStudyRecord> {
    return this.acts.close(call);
  }

  @Operation({
    route: 'POST /jointStudies/{jointStudyId}/cancellations',
    summary: 'Record that a study was abandoned before it was delivered',
    ...act,
    body: JointEnd,
    examples: { noMoney: { on: '2025-05-04', reason: { fr: 'Budget retiré.', nl: 'Budget ingetrokken.' } } },
  })
  cancel(call: Of<JointEnd>): Promise<JointStudyRecord> {
    return this.acts.cancel(call);
  }
}
