import { Injectable } from '@nestjs/common';
import { today } from '@passerelle/domain/period';
import {
  Database,
  findOrRefuse,
  insert,
  isUniqueViolation,
  newId,
  nextReference,
  update,
  type Tx,
} from '@passerelle/platform/data/database';
import { record } from '@passerelle/platform/events/facts';
import type { Call } from '@passerelle/platform/runtime/operations';
import { refusal, unknownReference } from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { lockProgramme } from '../programmes/programmes.api.js';
import { consortiumOf, lockConsortium } from './consortia.js';
import { acronymTaken, operationCodeTaken, ProjectRecord } from './project.entity.js';
import { projectChanged, projectRegistered } from './project.facts.js';
import type { NewProject, ProjectChange } from './project.schema.js';

@Injectable()
export class ProjectsService {
  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
  ) {}

  register(call: Call<NewProject>): Promise<ProjectRecord> {
    const registered = this.db.transaction(call, async (tx) => {
      await refuseUnknownProgramme(tx, call.body.programmeId);
      const ref = await nextReference(tx, this.context.referencePrefix, Number(today(new Date()).slice(0, 4)));
      const project = ProjectRecord.register(newId(), ref, call.body);
      await insert(tx, ProjectRecord, project);
      await record(tx, projectRegistered(project));
      return project;
    });
    return registered.catch((error: unknown) => refuseTaken(error, call.body));
  }

  change(call: Call<ProjectChange, 'projectId'>): Promise<ProjectRecord> {
    const changed = this.db.transaction(call, async (tx) => {
      await lockConsortium(tx, call.params.projectId);
      const project = await findOrRefuse(tx, ProjectRecord, call.params.projectId, call.expectedVersion);
      const { programmeId = project.programmeId } = call.body;
      await refuseUnknownProgramme(tx, programmeId);
      project.change(call.body, await consortiumOf(tx, { id: project.id, programmeId }));
      await update(tx, ProjectRecord, project);
      await record(tx, projectChanged(project));
      return project;
    });
    return changed.catch((error: unknown) => refuseTaken(error, call.body));
  }
}

async function refuseUnknownProgramme(tx: Tx, id: string): Promise<void> {
  if (!(await lockProgramme(tx, id))) throw unknownReference('programmeId');
}

/** The unique indexes decide between concurrent registrations (J14), whatever each transaction has read before. */
function refuseTaken(error: unknown, { acronym = '', externalIds }: ProjectChange): never {
  if (isUniqueViolation(error, 'project_operation_code'))
    throw refusal(operationCodeTaken, { operationCode: externalIds?.programmeId ?? '' });
  throw isUniqueViolation(error, 'project_acronym') ? refusal(acronymTaken, { acronym }) : error;
}
