import { Controller } from '@nestjs/common';
import type { Page } from '@passerelle/platform/data/lists';
import { Operation, type Call } from '@passerelle/platform/runtime/operations';
import {
  languageIncomplete,
  preconditionRequired,
  recordClosed,
  resourceNotFound,
  stalePrecondition,
} from '@passerelle/platform/kernel/problems';
import { sourceRequired } from '../../shared/acts/evidence.js';
import { ConsultationChange, NewConsultation } from './consultation-acts.schema.js';
import type { ConsultationRecord } from './consultation.entity.js';
import { consultationExample } from './consultation.example.js';
import {
  classificationLeak,
  consultationAlreadyOpen,
  documentsMissing,
  legalBasisNotApplicable,
  noDraft,
  noMandateForParty,
  notAddressed,
  notAdjacent,
  noticeOutdated,
  rieMissing,
  tooLateToConsult,
} from './consultation.refusals.js';
import { Consultation, consultations, type ConsultationQuery } from './consultation.schema.js';
import { ConsultationsService } from './consultations.service.js';

const read = 'cooperation:read';
const write = 'cooperation:write';

@Controller()
export class ConsultationsController {
  constructor(private readonly consultations: ConsultationsService) {}

  @Operation({
    route: 'GET /consultations',
    summary: 'List consultations on plans',
    scope: read,
    query: consultations.query,
    returns: consultations.page,
  })
  list(call: Call<undefined, never, ConsultationQuery>): Promise<Page> {
    return this.consultations.list(call);
  }

  @Operation({
    route: 'GET /consultations/{consultationId}',
    summary: 'Read a consultation',
    scope: read,
    returns: Consultation,
    refuses: [resourceNotFound],
  })
  read(call: Call<undefined, 'consultationId'>): Promise<ConsultationRecord> {
    return this.consultations.read(call);
  }

  @Operation({
    route: 'POST /consultations',
    summary: 'Open a consultation of another region on a part of a plan',
    description:
      'An act of the author of the plan. The legal basis decides what must exist first: a draft, an environmental report, a common border.',
    scope: write,
    body: NewConsultation,
    returns: Consultation,
    refuses: [
      sourceRequired,
      noMandateForParty,
      classificationLeak,
      noDraft,
      noticeOutdated,
      tooLateToConsult,
      rieMissing,
      documentsMissing,
      legalBasisNotApplicable,
      notAdjacent,
      notAddressed,
      consultationAlreadyOpen,
      languageIncomplete,
    ],
    examples: { flemishPlan: consultationExample },
  })
  open(call: Call<NewConsultation>): Promise<ConsultationRecord> {
    return this.consultations.open(call);
  }

  @Operation({
    route: 'PATCH /consultations/{consultationId}',
    summary: 'Change the visibility and the departments of a consultation',
    scope: write,
    body: ConsultationChange,
    returns: Consultation,
    refuses: [
      resourceNotFound,
      preconditionRequired,
      stalePrecondition,
      recordClosed,
      classificationLeak,
      languageIncomplete,
    ],
    examples: { published: { classification: 'public' } },
  })
  change(call: Call<ConsultationChange, 'consultationId'>): Promise<ConsultationRecord> {
    return this.consultations.change(call);
  }
}
