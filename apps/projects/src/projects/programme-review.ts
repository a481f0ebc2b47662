import { Injectable } from '@nestjs/common';
import type { Tx } from '@passerelle/platform/data/database';
import { ProgrammeFollowers } from '../programmes/programmes.api.js';
import { reviewProject } from './consortia.js';
import { ProjectRecord } from './project.entity.js';

/** When the consortium rules of a programme change, the flags of all its imported projects are computed again. */
@Injectable()
export class ProgrammeReview {
  constructor(followers: ProgrammeFollowers) {
    followers.register(async (tx, programmeId) => {
      for (const project of await importedOf(tx, programmeId)) await reviewProject(tx, project);
    });
  }
}

const importedOf = (tx: Tx, programmeId: string): Promise<ProjectRecord[]> =>
  tx
    .createQueryBuilder(ProjectRecord, 'record')
    .where(`record.programme_id = :programmeId AND record.origin = 'imported'`, { programmeId })
    .andWhere('record.retracted_at IS NULL')
    .orderBy('record.id')
    .setLock('for_no_key_update')
    .getMany();
