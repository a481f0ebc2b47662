import { Injectable } from '@nestjs/common';
import { today } from '@passerelle/domain/period';
import { Database, findOrRefuse, update } from '@passerelle/platform/database';
import { record } from '@passerelle/platform/facts';
import type { Consortium } from '../consortium.js';
import { consortiumOf, lockConsortium } from './consortium-query.js';
import { ProjectRecord } from './project.entity.js';
import {
  projectClosed,
  projectEnded,
  projectReopened,
  projectResumed,
  projectStarted,
  projectSuspended,
  projectTerminated,
} from './project.facts.js';
import type { JustifiedAct, ProjectAct } from './project.schema.js';

type Version = number | undefined;
type Rule = (project: ProjectRecord, today: string, consortium: Consortium) => void;

/** The acts that move a project through its life: load → rule → save → record, in one transaction. */
@Injectable()
export class ProjectActsService {
  constructor(private readonly db: Database) {}

  start(id: string, version: Version, act: ProjectAct): Promise<ProjectRecord> {
    return this.perform(id, version, projectStarted, (project, day, partners) => project.start(act, day, partners));
  }

  suspend(id: string, version: Version, act: ProjectAct): Promise<ProjectRecord> {
    return this.perform(id, version, projectSuspended, (project, day) => project.suspend(act, day));
  }

  resume(id: string, version: Version, act: ProjectAct): Promise<ProjectRecord> {
    return this.perform(id, version, projectResumed, (project, day) => project.resume(act, day));
  }

  end(id: string, version: Version, act: ProjectAct): Promise<ProjectRecord> {
    return this.perform(id, version, projectEnded, (project, day) => project.end(act, day));
  }

  close(id: string, version: Version, act: ProjectAct): Promise<ProjectRecord> {
    return this.perform(id, version, projectClosed, (project, day, partners) => project.close(act, day, partners));
  }

  revertClosure(id: string, version: Version, act: JustifiedAct): Promise<ProjectRecord> {
    return this.perform(id, version, projectReopened, (project, day) => project.revertClosure(act, day));
  }

  terminate(id: string, version: Version, act: JustifiedAct): Promise<ProjectRecord> {
    return this.perform(id, version, projectTerminated, (project, day) => project.terminate(act, day));
  }

  private perform(id: string, version: Version, fact: typeof projectStarted, rule: Rule): Promise<ProjectRecord> {
    return this.db.transaction(async (tx) => {
      await lockConsortium(tx, id);
      const project = await findOrRefuse(tx, ProjectRecord, id, version);
      rule(project, today(new Date()), await consortiumOf(tx, id, project.programmeId));
      await update(tx, ProjectRecord, project);
      await record(tx, fact(project));
      return project;
    });
  }
}
