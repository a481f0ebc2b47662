import { Controller } from '@nestjs/common';
import { Operation, type Call } from '@passerelle/platform/runtime/operations';
import {
  languageIncomplete,
  preconditionRequired,
  recordClosed,
  recordRetracted,
  resourceNotFound,
  stalePrecondition,
} from '@passerelle/platform/kernel/problems';
import { projectExample } from '../examples.js';
import { acronymTaken, operationCodeTaken, datesMissing, type ProjectRecord } from './project.entity.js';
import { NewProject, Project, ProjectChange } from './project.schema.js';
import { ProjectsService } from './projects.service.js';

const write = 'projects:write';

@Controller()
export class ProjectsController {
  constructor(private readonly projects: ProjectsService) {}

  @Operation({
    route: 'POST /projects',
    summary: 'Register a project at the contract stage, or one of another register',
    scope: write,
    body: NewProject,
    returns: Project,
    refuses: [acronymTaken, operationCodeTaken, languageIncomplete],
    examples: { bridges: projectExample },
  })
  register(call: Call<NewProject>): Promise<ProjectRecord> {
    return this.projects.register(call);
  }

  @Operation({
    route: 'PATCH /projects/{projectId}',
    summary: 'Correct a project',
    scope: write,
    body: ProjectChange,
    returns: Project,
    refuses: [
      resourceNotFound,
      preconditionRequired,
      stalePrecondition,
      recordClosed,
      recordRetracted,
      acronymTaken,
      operationCodeTaken,
      datesMissing,
      languageIncomplete,
    ],
    examples: { prolonged: { endsOn: '2028-06-30' } },
  })
  change(call: Call<ProjectChange, 'projectId'>): Promise<ProjectRecord> {
    return this.projects.change(call);
  }
}
