import { Controller } from '@nestjs/common';
import { Operation, type Call } from '@passerelle/platform/runtime/operations';
import { resourceNotFound } from '@passerelle/platform/kernel/problems';
import { ProblemType, ProblemTypeList } from './problem-type.schema.js';
import { ProblemTypes } from './problem-types.service.js';

@Controller()
export class ProblemTypesController {
  constructor(private readonly problemTypes: ProblemTypes) {}

  @Operation({
    route: 'GET /refData/problemTypes',
    resource: 'problemTypes',
    summary: 'List the problem types',
    scope: 'public',
    returns: ProblemTypeList,
  })
  list(): { items: ProblemType[] } {
    return { items: this.problemTypes.list() };
  }

  @Operation({
    route: 'GET /refData/problemTypes/{code}',
    resource: 'problemTypes',
    summary: 'Read the meaning and the remedy of a problem type',
    scope: 'public',
    returns: ProblemType,
    refuses: [resourceNotFound],
  })
  read({ params }: Call<undefined, 'code'>): ProblemType {
    return this.problemTypes.read(params.code);
  }
}
