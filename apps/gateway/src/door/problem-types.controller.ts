import { Controller } from '@nestjs/common';
import { Operation, type Call } from '@passerelle/platform/operations';
import { resourceNotFound } from '@passerelle/platform/problems';
import { ProblemType, ProblemTypeList } from './problem-type.schema.js';
import { ProblemTypes } from './problem-types.service.js';

@Controller()
export class ProblemTypesController {
  constructor(private readonly problemTypes: ProblemTypes) {}

  @Operation({
    route: 'GET /refData/problemTypes',
    resource: 'problemTypes',
    summary: 'List the kinds of problems',
    scope: 'public',
    returns: ProblemTypeList,
  })
  list(): { items: ProblemType[] } {
    return { items: this.problemTypes.list() };
  }

  @Operation({
    route: 'GET /refData/problemTypes/{code}',
    resource: 'problemTypes',
    summary: 'Read what a kind of problem means and what to do about it',
    scope: 'public',
    returns: ProblemType,
    refuses: [resourceNotFound],
  })
  read({ params }: Call<undefined, 'code'>): ProblemType {
    return this.problemTypes.read(params.code);
  }
}
