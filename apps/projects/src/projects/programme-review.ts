import { Injectable } from '@nestjs/common';
import type { Tx } from '@passerelle/platform/data/database';
import { ProgrammeFollowers } from '../programmes/programmes.api.js';
import { ProjectRecord } from './project.entity.js';
import { Consortia } from './projects.api.js';

/** When the consortium rules of a programme change, the flags of all its imported projects are computed again. */
@Injectable()
export class ProgrammeReview {
  constructor(
    private readonly consortia: Consortia,
    followers: ProgrammeFollowers,
  ) {
    followers.register((tx, programmeId) => this.reviewProjectsOf(tx, programmeId));
  }

  private async reviewProjectsOf(tx: Tx, programmeId: string): Promise<void> {
    const projects = await tx
      .createQueryBuilder(ProjectRecord, 'record')
      .where(`record.programme_id = :programmeId AND record.origin = 'imported'`, { programmeId })
      .orderBy('record.id')
      .setLock('for_no_key_update')
      .getMany();
    for (const project of projects) await this.consortia.review(tx, project);
  }
}
