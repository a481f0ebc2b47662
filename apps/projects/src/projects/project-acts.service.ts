import { Injectable } from '@nestjs/common';
import { today } from '@passerelle/domain/period';
import { Database, findOrRefuse, update } from '@passerelle/platform/data/database';
import { record } from '@passerelle/platform/events/facts';
import type { Call } from '@passerelle/platform/runtime/operations';
import type { Consortium } from '../consortium.js';
import { consortiumOf, lockConsortium } from './consortia.js';
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

type Act = Call<ProjectAct, 'projectId'>;
type Justified = Call<JustifiedAct, 'projectId'>;
type Rule = (project: ProjectRecord, today: string, consortium: Consortium) => void;

/** The acts that move a project through its states: load → rule → save → record, in one transaction. */
@Injectable()
export class ProjectActsService {
  constructor(private readonly db: Database) {}

  start(call: Act): Promise<ProjectRecord> {
    return this.perform(call, projectStarted, (project, day, partners) => project.start(call.body, day, partners));
  }

  suspend(call: Act): Promise<ProjectRecord> {
    return this.perform(call, projectSuspended, (project, day, partners) => project.suspend(call.body, day, partners));
  }

  resume(call: Act): Promise<ProjectRecord> {
    return this.perform(call, projectResumed, (project, day, partners) => project.resume(call.body, day, partners));
  }

  end(call: Act): Promise<ProjectRecord> {
    return this.perform(call, projectEnded, (project, day, partners) => project.end(call.body, day, partners));
  }

  close(call: Act): Promise<ProjectRecord> {
    return this.perform(call, projectClosed, (project, day, partners) => project.close(call.body, day, partners));
  }

  revertClosure(call: Justified): Promise<ProjectRecord> {
    return this.perform(call, projectReopened, (project, day, partners) =>
      project.revertClosure(call.body, day, partners),
    );
  }

  terminate(call: Justified): Promise<ProjectRecord> {
    return this.perform(call, projectTerminated, (project, day, partners) =>
      project.terminate(call.body, day, partners),
    );
  }

  private perform(call: Call<unknown, 'projectId'>, fact: typeof projectStarted, rule: Rule): Promise<ProjectRecord> {
    return this.db.transaction(call, async (tx) => {
      await lockConsortium(tx, call.params.projectId);
      const project = await findOrRefuse(tx, ProjectRecord, call.params.projectId, call.expectedVersion);
      rule(project, today(new Date()), await consortiumOf(tx, project));
      await update(tx, ProjectRecord, project);
      await record(tx, fact(project));
      return project;
    });
  }
}
