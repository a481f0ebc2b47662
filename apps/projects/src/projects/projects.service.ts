import { Injectable } from '@nestjs/common';
import { today } from '@passerelle/domain/period';
import type { Page } from '@passerelle/platform/collections';
import {
  Database,
  findOrRefuse,
  insert,
  isUniqueViolation,
  newId,
  nextReference,
  update,
  type Tx,
} from '@passerelle/platform/database';
import { record } from '@passerelle/platform/facts';
import type { Call } from '@passerelle/platform/operations';
import { refuse, unknownReference } from '@passerelle/platform/problems';
import { ServiceContext } from '@passerelle/platform/service';
import { consortiumOf, lockConsortium } from './consortium-query.js';
import { acronymTaken, ProjectRecord } from './project.entity.js';
import { projectChanged, projectRegistered } from './project.facts.js';
import { projects, type NewProject, type ProjectChange, type ProjectQuery } from './project.schema.js';

@Injectable()
export class ProjectsService {
  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
  ) {}

  list(call: Call<undefined, never, ProjectQuery>): Promise<Page> {
    return projects.read(this.db, call);
  }

  read(call: Call<undefined, 'projectId'>): Promise<ProjectRecord> {
    return this.db.read(call, (tx) => findOrRefuse(tx, ProjectRecord, call.params.projectId));
  }

  register(call: Call<NewProject>): Promise<ProjectRecord> {
    const registered = this.db.transaction(call, async (tx) => {
      await refuseUnknownProgramme(tx, call.body.programmeId);
      const ref = await nextReference(tx, this.context.referencePrefix, Number(today(new Date()).slice(0, 4)));
      const project = ProjectRecord.register(newId(), ref, call.body);
      await insert(tx, ProjectRecord, project);
      await record(tx, projectRegistered(project));
      return project;
    });
    return registered.catch((error: unknown) => refuseTaken(error, call.body.acronym));
  }

  change(call: Call<ProjectChange, 'projectId'>): Promise<ProjectRecord> {
    const changed = this.db.transaction(call, async (tx) => {
      await lockConsortium(tx, call.params.projectId);
      const project = await findOrRefuse(tx, ProjectRecord, call.params.projectId, call.expectedVersion);
      const { programmeId = project.programmeId } = call.body;
      await refuseUnknownProgramme(tx, programmeId);
      project.change(call.body, await consortiumOf(tx, call.params.projectId, programmeId));
      await update(tx, ProjectRecord, project);
      await record(tx, projectChanged(project));
      return project;
    });
    return changed.catch((error: unknown) => refuseTaken(error, call.body.acronym));
  }
}

async function refuseUnknownProgramme(tx: Tx, id: string): Promise<void> {
  const found = await tx.query<unknown[]>('SELECT 1 FROM programme WHERE id = $1', [id]);
  if (found.length === 0) throw unknownReference('programmeId');
}

/** The index decides (J14): of registrations that arrive together one wins, whatever each of them has seen before. */
function refuseTaken(error: unknown, acronym = ''): never {
  throw isUniqueViolation(error, 'project_acronym') ? refuse(acronymTaken, { acronym }) : error;
}
