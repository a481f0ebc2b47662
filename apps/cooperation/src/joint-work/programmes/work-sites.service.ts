import { Injectable } from '@nestjs/common';
import { today } from '@passerelle/domain/period';
import type { Page } from '@passerelle/platform/data/lists';
import {
  Database,
  findOrRefuse,
  insert,
  newId,
  nextReference,
  update,
  type Tx,
} from '@passerelle/platform/data/database';
import { record } from '@passerelle/platform/events/facts';
import type { Call } from '@passerelle/platform/runtime/operations';
import { recordClosed, refusal, resourceNotFound } from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { refuseForAnother, type JointAct, type JointEnd } from '../joint-work.js';
import type { SharingScope } from '../../shared/visibility/sharing-scope.js';
import { WorkSiteRecord } from './work-site.entity.js';
import {
  workSiteChanged,
  workSiteClosed,
  workSiteDropped,
  workSiteOpened,
  workSiteRegistered,
  workSiteSupported,
} from './work-site.facts.js';
import {
  workSites,
  type NewWorkSite,
  type Opening,
  type Support,
  type WorkSiteChange,
  type WorkSiteQuery,
} from './work-site.schema.js';

type Of<Body> = Call<Body, 'workSiteId'>;
type Rule = (site: WorkSiteRecord, today: string, programme: Programme) => void;

interface Programme extends SharingScope {
  readonly ref: string;
  readonly status: string;
}

@Injectable()
export class WorkSitesService {
  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
  ) {}

  list(call: Call<undefined, never, WorkSiteQuery>): Promise<Page> {
    return workSites.read(this.db, call);
  }

  read(call: Of<undefined>): Promise<WorkSiteRecord> {
    return this.db.read(call, (tx) => findOrRefuse(tx, WorkSiteRecord, call.params.workSiteId));
  }

  propose(call: Call<NewWorkSite, 'jointProgrammeId'>): Promise<WorkSiteRecord> {
    const day = today(new Date());
    const { jointProgrammeId } = call.params;
    return this.db.transaction(call, async (tx) => {
      const programme = await programmeOf(tx, jointProgrammeId);
      refuseEnded(programme);
      const ref = await nextReference(tx, this.context.referencePrefix, Number(day.slice(0, 4)));
      const site = WorkSiteRecord.propose({ id: newId(), ref, jointProgrammeId }, call.body, programme, day);
      await insert(tx, WorkSiteRecord, site);
      await record(tx, workSiteRegistered(site));
      return site;
    });
  }

  change(call: Of<WorkSiteChange>): Promise<WorkSiteRecord> {
    return this.perform(call, workSiteChanged, (site) => site.change(call.body));
  }

  support(call: Of<Support>): Promise<WorkSiteRecord> {
    return this.perform(call, workSiteSupported, (site, day) => {
      refuseForAnother(call, call.body.party);
      site.support(call.body, day);
    });
  }

  open(call: Of<Opening>): Promise<WorkSiteRecord> {
    return this.perform(call, workSiteOpened, (site, day, programme) => {
      site.open(call.body, day);
      refuseEnded(programme);
    });
  }

  close(call: Of<JointAct>): Promise<WorkSiteRecord> {
    return this.perform(call, workSiteClosed, (site, day) => site.close(call.body, day));
  }

  drop(call: Of<JointEnd>): Promise<WorkSiteRecord> {
    return this.perform(call, workSiteDropped, (site, day) => site.drop(call.body, day));
  }

  private perform(call: Of<unknown>, fact: typeof workSiteOpened, rule: Rule): Promise<WorkSiteRecord> {
    return this.db.transaction(call, async (tx) => {
      const site = await findOrRefuse(tx, WorkSiteRecord, call.params.workSiteId, call.expectedVersion);
      const programme = await programmeOf(tx, site.jointProgrammeId);
      site.frameBy(programme);
      rule(site, today(new Date()), programme);
      await update(tx, WorkSiteRecord, site);
      await record(tx, fact(site));
      return site;
    });
  }
}

/** Takes a share lock on the programme: it can neither end nor change its parties during an act on one of its sites. */
async function programmeOf(tx: Tx, id: string): Promise<Programme> {
  const [programme] = await tx.query<Programme[]>(
    `SELECT ref, status, parties, classification, level, objective FROM joint_programme WHERE id = $1 FOR SHARE`,
    [id],
  );
  if (programme === undefined) throw refusal(resourceNotFound);
  return programme;
}

function refuseEnded({ ref, status }: Programme): void {
  if (status === 'ended') throw refusal(recordClosed, { ref });
}
