import { Controller } from '@nestjs/common';
import type { Page } from '@passerelle/platform/data/lists';
import { Operation, type Call } from '@passerelle/platform/runtime/operations';
import {
  illegalTransition,
  languageIncomplete,
  preconditionRequired,
  recordClosed,
  resourceNotFound,
  stalePrecondition,
} from '@passerelle/platform/kernel/problems';
import { JointAct } from '../joint-work.js';
import { listFull } from '../../shared/acts/bounded-list.js';
import { editionExists, type JointProgrammeRecord } from './joint-programme.entity.js';
import { editionExample, jointProgrammeExample } from './joint-programme.example.js';
import {
  JointProgramme,
  JointProgrammeChange,
  jointProgrammes,
  NewJointProgramme,
  ProgrammeEdition,
  type JointProgrammeQuery,
} from './joint-programme.schema.js';
import { JointProgrammesService } from './joint-programmes.service.js';

type Of<Body> = Call<Body, 'jointProgrammeId'>;

const read = 'cooperation:read';
const write = 'cooperation:write';
const refuses = [resourceNotFound, stalePrecondition, illegalTransition, languageIncomplete];
const act = { scope: write, returns: JointProgramme, status: 200, refuses } as const;

@Controller()
export class JointProgrammesController {
  constructor(private readonly programmes: JointProgrammesService) {}

  @Operation({
    route: 'GET /jointProgrammes',
    summary: 'List programmes that regions steer together',
    scope: read,
    query: jointProgrammes.query,
    returns: jointProgrammes.page,
  })
  list(call: Call<undefined, never, JointProgrammeQuery>): Promise<Page> {
    return this.programmes.list(call);
  }

  @Operation({
    route: 'GET /jointProgrammes/{jointProgrammeId}',
    summary: 'Read a joint programme with its yearly editions',
    scope: read,
    returns: JointProgramme,
    refuses: [resourceNotFound],
  })
  read(call: Of<undefined>): Promise<JointProgrammeRecord> {
    return this.programmes.read(call);
  }

  @Operation({
    route: 'POST /jointProgrammes',
    summary: 'Register a joint programme',
    scope: write,
    body: NewJointProgramme,
    returns: JointProgramme,
    refuses: [languageIncomplete],
    examples: { noordrand: jointProgrammeExample },
  })
  register(call: Call<NewJointProgramme>): Promise<JointProgrammeRecord> {
    return this.programmes.register(call);
  }

  @Operation({
    route: 'PATCH /jointProgrammes/{jointProgrammeId}',
    summary: 'Correct a joint programme',
    scope: write,
    body: JointProgrammeChange,
    returns: JointProgramme,
    refuses: [resourceNotFound, preconditionRequired, stalePrecondition, recordClosed, languageIncomplete],
    examples: { reclassified: { classification: 'internal' } },
  })
  change(call: Of<JointProgrammeChange>): Promise<JointProgrammeRecord> {
    return this.programmes.change(call);
  }

  @Operation({
    route: 'POST /jointProgrammes/{jointProgrammeId}/editions',
    summary: 'Record the action programme of a year',
    ...act,
    refuses: [...refuses, editionExists, listFull],
    body: ProgrammeEdition,
    examples: { first: editionExample },
  })
  renew(call: Of<ProgrammeEdition>): Promise<JointProgrammeRecord> {
    return this.programmes.renew(call);
  }

  @Operation({
    route: 'POST /jointProgrammes/{jointProgrammeId}/ends',
    summary: 'Record the end of a joint programme',
    ...act,
    body: JointAct,
    examples: { onTheDay: { on: '2025-05-04' } },
  })
  end(call: Of<JointAct>): Promise<JointProgrammeRecord> {
    return this.programmes.end(call);
  }
}
