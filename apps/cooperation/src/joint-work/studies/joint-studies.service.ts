import { Injectable } from '@nestjs/common';
import { today } from '@passerelle/domain/period';
import type { Page } from '@passerelle/platform/data/lists';
import { Database, findOrRefuse, insert, newId, nextReference, update } from '@passerelle/platform/data/database';
import { record } from '@passerelle/platform/events/facts';
import type { Call } from '@passerelle/platform/runtime/operations';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { JointStudyRecord } from './joint-study.entity.js';
import { studyChanged, studyRegistered } from './joint-study.facts.js';
import { jointStudies, type JointStudyChange, type JointStudyQuery, type NewJointStudy } from './joint-study.schema.js';

@Injectable()
export class JointStudiesService {
  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
  ) {}

  list(call: Call<undefined, never, JointStudyQuery>): Promise<Page> {
    return jointStudies.read(this.db, call);
  }

  read(call: Call<undefined, 'jointStudyId'>): Promise<JointStudyRecord> {
    return this.db.read(call, (tx) => findOrRefuse(tx, JointStudyRecord, call.params.jointStudyId));
  }

  propose(call: Call<NewJointStudy>): Promise<JointStudyRecord> {
    const day = today(new Date());
    return this.db.transaction(call, async (tx) => {
      const ref = await nextReference(tx, this.context.referencePrefix, Number(day.slice(0, 4)));
      const study = JointStudyRecord.propose(newId(), ref, call.body, day);
      await insert(tx, JointStudyRecord, study);
      await record(tx, studyRegistered(study));
      return study;
    });
  }

  change(call: Call<JointStudyChange, 'jointStudyId'>): Promise<JointStudyRecord> {
    return this.db.transaction(call, async (tx) => {
      const study = await findOrRefuse(tx, JointStudyRecord, call.params.jointStudyId, call.expectedVersion);
      study.change(call.body);
      await update(tx, JointStudyRecord, study);
      await record(tx, studyChanged(study));
      return study;
    });
  }
}
