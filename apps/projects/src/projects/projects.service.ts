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
import type { Caller } from '@passerelle/platform/identity';
import { refuse, unknownReference } from '@passerelle/platform/problems';
import { refuseUnseen, visibleTo, type Viewer } from '@passerelle/platform/rights';
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

  list(query: ProjectQuery, caller: Caller): Promise<Page> {
    return projects.read(this.db, query, visibleTo(this.viewer(caller)));
  }

  async read(id: string, caller: Caller): Promise<ProjectRecord> {
    const project = await this.db.read((tx) => findOrRefuse(tx, ProjectRecord, id));
    refuseUnseen(this.viewer(caller), project);
    return project;
  }

  register(terms: NewProject): Promise<ProjectRecord> {
    const registered = this.db.transaction(async (tx) => {
      await refuseUnknownProgramme(tx, terms.programmeId);
      const ref = await nextReference(tx, this.context.referencePrefix, Number(today(new Date()).slice(0, 4)));
      const project = ProjectRecord.register(newId(), ref, terms);
      await insert(tx, ProjectRecord, project);
      await record(tx, projectRegistered(project));
      return project;
    });
    return registered.catch((error: unknown) => refuseTaken(error, terms.acronym));
  }

  change(id: string, version: number | undefined, terms: ProjectChange): Promise<ProjectRecord> {
    const changed = this.db.transaction(async (tx) => {
      await lockConsortium(tx, id);
      const project = await findOrRefuse(tx, ProjectRecord, id, version);
      const { programmeId = project.programmeId } = terms;
      await refuseUnknownProgramme(tx, programmeId);
      project.change(terms, await consortiumOf(tx, id, programmeId));
      await update(tx, ProjectRecord, project);
      await record(tx, projectChanged(project));
      return project;
    });
    return changed.catch((error: unknown) => refuseTaken(error, terms.acronym));
  }

  private viewer(caller: Caller): Viewer {
    return { caller, home: this.context.settings.HOME_PARTY };
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
