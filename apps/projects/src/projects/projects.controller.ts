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
import { projectExample } from '../examples.js';
import { acronymTaken, operationCodeTaken, datesMissing, type ProjectRecord } from './project.entity.js';
import { NewProject, Project, ProjectChange, projects, type ProjectQuery } from './project.schema.js';
import { ProjectsService } from './projects.service.js';

const read = 'projects:read';
const write = 'projects:write';

@Controller()
export class ProjectsController {
  constructor(private readonly projects: ProjectsService) {}

  @Operation({
    route: 'GET /projects',
    summary: 'List projects',
    scope: read,
    query: projects.query,
    returns: projects.page,
  })
  list(call: Call<undefined, never, ProjectQuery>): Promise<Page> {
    return this.projects.list(call);
  }

  @Operation({
    route: 'GET /projects/{projectId}',
    summary: 'Read a project',
    scope: read,
    returns: Project,
    refuses: [resourceNotFound],
  })
  read(call: Call<undefined, 'projectId'>): Promise<ProjectRecord> {
    return this.projects.read(call);
  }

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
