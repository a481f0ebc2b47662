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
import type { JointStudyRecord } from './joint-study.entity.js';
import { jointStudyExample, publishedStudyExample } from './joint-study.example.js';
import {
  jointStudies,
  JointStudy,
  JointStudyChange,
  NewJointStudy,
  type JointStudyQuery,
} from './joint-study.schema.js';
import { JointStudiesService } from './joint-studies.service.js';

const read = 'cooperation:read';
const write = 'cooperation:write';

@Controller()
export class JointStudiesController {
  constructor(private readonly studies: JointStudiesService) {}

  @Operation({
    route: 'GET /jointStudies',
    summary: 'List joint studies of the regions',
    scope: read,
    query: jointStudies.query,
    returns: jointStudies.page,
  })
  list(call: Call<undefined, never, JointStudyQuery>): Promise<Page> {
    return this.studies.list(call);
  }

  @Operation({
    route: 'GET /jointStudies/{jointStudyId}',
    summary: 'Read a joint study',
    scope: read,
    returns: JointStudy,
    refuses: [resourceNotFound],
  })
  read(call: Call<undefined, 'jointStudyId'>): Promise<JointStudyRecord> {
    return this.studies.read(call);
  }

  @Operation({
    route: 'POST /jointStudies',
    summary: 'Propose a joint study, or register one that is published already',
    scope: write,
    body: NewJointStudy,
    returns: JointStudy,
    refuses: [languageIncomplete],
    examples: { proposed: jointStudyExample, publishedAlready: publishedStudyExample },
  })
  propose(call: Call<NewJointStudy>): Promise<JointStudyRecord> {
    return this.studies.propose(call);
  }

  @Operation({
    route: 'PATCH /jointStudies/{jointStudyId}',
    summary: 'Correct a joint study; shares and budget are renegotiated instead',
    scope: write,
    body: JointStudyChange,
    returns: JointStudy,
    refuses: [resourceNotFound, preconditionRequired, stalePrecondition, recordClosed, languageIncomplete],
    examples: { later: { plannedEndOn: '2027-12-31' } },
  })
  change(call: Call<JointStudyChange, 'jointStudyId'>): Promise<JointStudyRecord> {
    return this.studies.change(call);
  }
}
