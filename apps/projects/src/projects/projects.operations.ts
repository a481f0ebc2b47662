import { Database } from '@passerelle/platform/data/database';
import { RecordOperations } from '@passerelle/platform/features/records';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { lockConsortium } from './consortia.js';
import { ProjectRecord } from './project.entity.js';
import { projectRetracted } from './project.facts.js';
import { Project, projects } from './project.schema.js';

@RecordOperations({
  of: ProjectRecord,
  many: 'projects',
  one: 'project',
  scope: 'projects',
  returns: Project,
  lock: lockConsortium,
  list: { summary: 'List projects', collection: projects },
  read: { summary: 'Read a project' },
  retract: { summary: 'Take back a project that was registered in error', fact: projectRetracted },
})
export class Projects {
  constructor(
    readonly db: Database,
    readonly context: ServiceContext,
  ) {}
}
