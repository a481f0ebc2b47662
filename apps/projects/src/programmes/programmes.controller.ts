import { Controller } from '@nestjs/common';
import type { Page } from '@passerelle/platform/data/lists';
import { Operation, type Call } from '@passerelle/platform/runtime/operations';
import { preconditionRequired, resourceNotFound, stalePrecondition } from '@passerelle/platform/kernel/problems';
import { programmeExample } from '../examples.js';
import { programmeCodeTaken, type ProgrammeRecord } from './programme.entity.js';
import { NewProgramme, Programme, ProgrammeChange, programmes, type ProgrammeQuery } from './programme.schema.js';
import { ProgrammesService } from './programmes.service.js';

const read = 'projects:read';
const write = 'projects:write';

@Controller()
export class ProgrammesController {
  constructor(private readonly programmes: ProgrammesService) {}

  @Operation({
    route: 'GET /programmes',
    summary: 'List programmes that pay for projects',
    scope: read,
    query: programmes.query,
    returns: programmes.page,
  })
  list(call: Call<undefined, never, ProgrammeQuery>): Promise<Page> {
    return this.programmes.list(call);
  }

  @Operation({
    route: 'GET /programmes/{programmeId}',
    summary: 'Read a programme',
    scope: read,
    returns: Programme,
    refuses: [resourceNotFound],
  })
  read(call: Call<undefined, 'programmeId'>): Promise<ProgrammeRecord> {
    return this.programmes.read(call);
  }

  @Operation({
    route: 'POST /programmes',
    summary: 'Register a programme',
    scope: write,
    body: NewProgramme,
    returns: Programme,
    refuses: [programmeCodeTaken],
    examples: { northWestEurope: programmeExample },
  })
  register(call: Call<NewProgramme>): Promise<ProgrammeRecord> {
    return this.programmes.register(call);
  }

  @Operation({
    route: 'PATCH /programmes/{programmeId}',
    summary: 'Correct a programme',
    scope: write,
    body: ProgrammeChange,
    returns: Programme,
    refuses: [resourceNotFound, preconditionRequired, stalePrecondition, programmeCodeTaken],
    examples: { twoStages: { stages: 2 } },
  })
  change(call: Call<ProgrammeChange, 'programmeId'>): Promise<ProgrammeRecord> {
    return this.programmes.change(call);
  }
}
