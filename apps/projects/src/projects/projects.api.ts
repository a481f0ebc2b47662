import { Injectable } from '@nestjs/common';
import { update, type Tx } from '@passerelle/platform/data/database';
import { record } from '@passerelle/platform/events/facts';
import { refusal, resourceNotFound } from '@passerelle/platform/kernel/problems';
import type { Consortium } from '../consortium.js';
import { consortiumTerms } from '../programmes/programmes.api.js';
import { ProjectRecord } from './project.entity.js';
import { projectChanged } from './project.facts.js';
import { isOver } from './project.states.js';

// What a project offers to its partners. The quality flags of an imported project depend on what is recorded: when a
// partner or the programme changes they are computed again, in the same transaction, and a different flag is published
// as a fact. Projects do not import partners: the partner slice registers how they are counted.

export interface LockedProject {
  readonly project: ProjectRecord;
  readonly over: boolean;
}

/** Locks the project until the end of the transaction: no other partner joins, changes or leaves. */
export async function lockedProject(tx: Tx, id: string | undefined): Promise<LockedProject> {
  const locked = tx.createQueryBuilder(ProjectRecord, 'record').where('record.id = :id', { id });
  const project = id === undefined ? null : await locked.setLock('for_no_key_update').getOne();
  if (project === null) throw refusal(resourceNotFound);
  return { project, over: isOver(project.status) };
}

export type PartnerCounts = Pick<Consortium, 'leads' | 'partners' | 'countries'>;

type Count = (tx: Tx, projectId: string) => Promise<PartnerCounts>;

@Injectable()
export class Consortia {
  private count: Count | undefined;

  register(count: Count): void {
    this.count = count;
  }

  /**
   * Keeps partners from joining or leaving until the end of the transaction: they take the same lock. Without it a lead
   * partner could leave between the check and the start.
   */
  async lock(tx: Tx, projectId: string): Promise<void> {
    await tx.query('SELECT 1 FROM project WHERE id = $1 FOR NO KEY UPDATE', [projectId]);
  }

  /** The number of active partners of a project, and the consortium rule of its programme. */
  async of(tx: Tx, projectId: string, programmeId: string): Promise<Consortium> {
    if (this.count === undefined) throw new Error('the count of partners must be registered');
    const terms = await consortiumTerms(tx, programmeId);
    if (terms === undefined) throw new Error(`project ${projectId} has lost its programme`);
    return { ...terms, ...(await this.count(tx, projectId)) };
  }

  async review(tx: Tx, project: ProjectRecord): Promise<void> {
    if (!project.review(await this.of(tx, project.id, project.programmeId))) return;
    await update(tx, ProjectRecord, project);
    await record(tx, projectChanged(project));
  }
}
