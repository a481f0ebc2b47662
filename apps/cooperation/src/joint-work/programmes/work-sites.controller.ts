import { Controller } from '@nestjs/common';
import type { Page } from '@passerelle/platform/data/lists';
import { Operation, type Call } from '@passerelle/platform/runtime/operations';
import {
  illegalTransition,
  languageIncomplete,
  missingPermission,
  preconditionRequired,
  recordClosed,
  resourceNotFound,
  stalePrecondition,
} from '@passerelle/platform/kernel/problems';
import { notAParty } from '../../shared/acts/participants.js';
import { JointAct, JointEnd } from '../joint-work.js';
import { listFull } from '../../shared/acts/bounded-list.js';
import { workSiteExample } from './joint-programme.example.js';
import { supportMissing, type WorkSiteRecord } from './work-site.entity.js';
import {
  NewWorkSite,
  Opening,
  Support,
  WorkSite,
  WorkSiteChange,
  workSites,
  type WorkSiteQuery,
} from './work-site.schema.js';
import { WorkSitesService } from './work-sites.service.js';

type Of<Body> = Call<Body, 'workSiteId'>;

const read = 'cooperation:read';
const write = 'cooperation:write';
const refuses = [resourceNotFound, stalePrecondition, illegalTransition, languageIncomplete];
const act = { scope: write, returns: WorkSite, status: 200, refuses } as const;

@Controller()
export class WorkSitesController {
  constructor(private readonly sites: WorkSitesService) {}

  @Operation({
    route: 'GET /workSites',
    summary: 'List work sites of joint programmes',
    scope: read,
    query: workSites.query,
    returns: workSites.page,
  })
  list(call: Call<undefined, never, WorkSiteQuery>): Promise<Page> {
    return this.sites.list(call);
  }

  @Operation({
    route: 'GET /workSites/{workSiteId}',
    summary: 'Read a work site',
    scope: read,
    returns: WorkSite,
    refuses: [resourceNotFound],
  })
  read(call: Of<undefined>): Promise<WorkSiteRecord> {
    return this.sites.read(call);
  }

  @Operation({
    route: 'POST /jointProgrammes/{jointProgrammeId}/workSites',
    summary: 'Propose a work site, or register one that is open already',
    scope: write,
    resource: 'workSites',
    body: NewWorkSite,
    returns: WorkSite,
    refuses: [resourceNotFound, recordClosed, languageIncomplete, notAParty],
    examples: { exNato: workSiteExample },
  })
  propose(call: Call<NewWorkSite, 'jointProgrammeId'>): Promise<WorkSiteRecord> {
    return this.sites.propose(call);
  }

  @Operation({
    route: 'PATCH /workSites/{workSiteId}',
    summary: 'Correct a work site',
    scope: write,
    body: WorkSiteChange,
    returns: WorkSite,
    refuses: [resourceNotFound, preconditionRequired, stalePrecondition, recordClosed, languageIncomplete],
    examples: { retitled: { title: { fr: 'Chantier Buda+', nl: 'Werf Buda+' } } },
  })
  change(call: Of<WorkSiteChange>): Promise<WorkSiteRecord> {
    return this.sites.change(call);
  }

  @Operation({
    route: 'POST /workSites/{workSiteId}/supports',
    summary: 'Record that a region or an organisation supports a work site',
    ...act,
    refuses: [...refuses, missingPermission, notAParty, listFull],
    body: Support,
    examples: { flanders: { party: 'BE-VLG', on: '2025-04-20', source: 'Letter of 20 April 2025' } },
  })
  support(call: Of<Support>): Promise<WorkSiteRecord> {
    return this.sites.support(call);
  }

  @Operation({
    route: 'POST /workSites/{workSiteId}/openings',
    summary: 'Record that a work site was opened, after the steering group',
    ...act,
    refuses: [...refuses, supportMissing, recordClosed],
    body: Opening,
    examples: { afterwards: { on: '2025-05-04', steeringGroupOn: '2025-04-28' } },
  })
  open(call: Of<Opening>): Promise<WorkSiteRecord> {
    return this.sites.open(call);
  }

  @Operation({
    route: 'POST /workSites/{workSiteId}/closures',
    summary: 'Record that the work on a site was completed',
    ...act,
    body: JointAct,
    examples: { onTheDay: { on: '2025-05-04' } },
  })
  close(call: Of<JointAct>): Promise<WorkSiteRecord> {
    return this.sites.close(call);
  }

  @Operation({
    route: 'POST /workSites/{workSiteId}/droppings',
    summary: 'Record that a work site was abandoned',
    ...act,
    body: JointEnd,
    examples: { noSupport: { on: '2025-05-04', reason: { fr: 'Plus de soutien.', nl: 'Geen draagvlak meer.' } } },
  })
  drop(call: Of<JointEnd>): Promise<WorkSiteRecord> {
    return this.sites.drop(call);
  }
}
