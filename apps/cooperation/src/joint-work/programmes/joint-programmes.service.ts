import { Injectable } from '@nestjs/common';
import { today } from '@passerelle/domain/period';
import type { Page } from '@passerelle/platform/data/lists';
import { Database, findOrRefuse, insert, newId, nextReference, update } from '@passerelle/platform/data/database';
import { record } from '@passerelle/platform/events/facts';
import type { Call } from '@passerelle/platform/runtime/operations';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { sharingScopeOf, hasSameScope } from '../../shared/visibility/sharing-scope.js';
import type { JointAct } from '../joint-work.js';
import { cascadeVisibility } from '../../shared/visibility/cascade-visibility.js';
import { JointProgrammeRecord } from './joint-programme.entity.js';
import { programmeChanged, programmeEnded, programmeRegistered, programmeRenewed } from './joint-programme.facts.js';
import {
  jointProgrammes,
  type JointProgrammeChange,
  type JointProgrammeQuery,
  type NewJointProgramme,
  type ProgrammeEdition,
} from './joint-programme.schema.js';
import { WorkSiteRecord } from './work-site.entity.js';
import { workSiteChanged } from './work-site.facts.js';

type Of<Body> = Call<Body, 'jointProgrammeId'>;

const sites = { entity: WorkSiteRecord, column: 'joint_programme_id', changed: workSiteChanged };

@Injectable()
export class JointProgrammesService {
  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
  ) {}

  list(call: Call<undefined, never, JointProgrammeQuery>): Promise<Page> {
    return jointProgrammes.read(this.db, call);
  }

  read(call: Of<undefined>): Promise<JointProgrammeRecord> {
    return this.db.read(call, (tx) => findOrRefuse(tx, JointProgrammeRecord, call.params.jointProgrammeId));
  }

  register(call: Call<NewJointProgramme>): Promise<JointProgrammeRecord> {
    const day = today(new Date());
    return this.db.transaction(call, async (tx) => {
      const ref = await nextReference(tx, this.context.referencePrefix, Number(day.slice(0, 4)));
      const programme = JointProgrammeRecord.register(newId(), ref, call.body, day);
      await insert(tx, JointProgrammeRecord, programme);
      await record(tx, programmeRegistered(programme));
      return programme;
    });
  }

  change(call: Of<JointProgrammeChange>): Promise<JointProgrammeRecord> {
    return this.revise(call, programmeChanged, (programme, day) => programme.change(call.body, day));
  }

  renew(call: Of<ProgrammeEdition>): Promise<JointProgrammeRecord> {
    return this.revise(call, programmeRenewed, (programme, day) => programme.renew(call.body, day));
  }

  end(call: Of<JointAct>): Promise<JointProgrammeRecord> {
    return this.revise(call, programmeEnded, (programme, day) => programme.end(call.body, day));
  }

  /** Its work sites copy its visibility. */
  private revise(
    call: Of<unknown>,
    fact: typeof programmeChanged,
    rule: (programme: JointProgrammeRecord, today: string) => void,
  ): Promise<JointProgrammeRecord> {
    return this.db.transaction(call, async (tx) => {
      const programme = await findOrRefuse(
        tx,
        JointProgrammeRecord,
        call.params.jointProgrammeId,
        call.expectedVersion,
      );
      const before = sharingScopeOf(programme);
      rule(programme, today(new Date()));
      await update(tx, JointProgrammeRecord, programme);
      await record(tx, fact(programme));
      if (!hasSameScope(programme, before)) await cascadeVisibility(tx, programme, sites);
      return programme;
    });
  }
}
