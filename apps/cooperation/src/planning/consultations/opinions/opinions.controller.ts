import { Controller } from '@nestjs/common';
import type { Page } from '@passerelle/platform/data/lists';
import { Operation, type Call } from '@passerelle/platform/runtime/operations';
import {
  illegalTransition,
  languageIncomplete,
  recordTooLarge,
  resourceNotFound,
  stalePrecondition,
} from '@passerelle/platform/kernel/problems';
import { sourceRequired } from '../../../shared/acts/evidence.js';
import { answersExample, byLetter, opinionExample } from '../consultation.example.js';
import { pointsUnanswered } from '../consultation.refusals.js';
import type { OpinionRecord } from './opinion.entity.js';
import { Answers, NewOpinion, Opinion, opinions, type OpinionQuery } from './opinion.schema.js';
import { OpinionsService } from './opinions.service.js';

@Controller()
export class OpinionsController {
  constructor(private readonly opinions: OpinionsService) {}

  @Operation({
    route: 'GET /opinions',
    summary: 'List opinions of regions on the plans of others',
    scope: 'cooperation:read',
    query: opinions.query,
    returns: opinions.page,
  })
  list(call: Call<undefined, never, OpinionQuery>): Promise<Page> {
    return this.opinions.list(call);
  }

  @Operation({
    route: 'GET /opinions/{opinionId}',
    summary: 'Read an opinion, its points and their answers',
    scope: 'cooperation:read',
    returns: Opinion,
    refuses: [resourceNotFound],
  })
  read(call: Call<undefined, 'opinionId'>): Promise<OpinionRecord> {
    return this.opinions.read(call);
  }

  @Operation({
    route: 'POST /consultations/{consultationId}/opinions',
    summary: 'Give the opinion of the affected region',
    description: 'An opinion after the last day is accepted, and marked as late.',
    scope: 'cooperation:approve',
    resource: 'opinions',
    body: NewOpinion,
    returns: Opinion,
    refuses: [
      resourceNotFound,
      stalePrecondition,
      illegalTransition,
      sourceRequired,
      languageIncomplete,
      recordTooLarge,
    ],
    examples: { withConditions: opinionExample },
  })
  submit(call: Call<NewOpinion, 'consultationId'>): Promise<OpinionRecord> {
    return this.opinions.submit(call);
  }

  @Operation({
    route: 'POST /opinions/{opinionId}/answers',
    summary: 'Answer, for the author of the plan, every point of an opinion',
    scope: 'cooperation:approve',
    body: Answers,
    returns: Opinion,
    status: 200,
    refuses: [
      resourceNotFound,
      stalePrecondition,
      illegalTransition,
      sourceRequired,
      pointsUnanswered,
      languageIncomplete,
    ],
    examples: { pointByPoint: { ...answersExample, ...byLetter } },
  })
  answer(call: Call<Answers, 'opinionId'>): Promise<OpinionRecord> {
    return this.opinions.answer(call);
  }
}
