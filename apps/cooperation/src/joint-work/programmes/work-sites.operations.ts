import { Database } from '@passerelle/platform/data/database';
import { RecordOperations, VisibilityCascade } from '@passerelle/platform/features/records';
import { languageIncomplete, recordClosed, resourceNotFound } from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { notAParty } from '../../shared/acts/participants.js';
import { workSiteExample } from './joint-programme.example.js';
import { lockProgrammeOf, runningProgramme } from './programme-of-site.js';
import { WorkSiteRecord } from './work-site.entity.js';
import { workSiteChanged, workSiteRegistered, workSiteRetracted } from './work-site.facts.js';
import { workSiteLife } from './work-site.life.js';
import { NewWorkSite, WorkSite, WorkSiteChange, workSites } from './work-site.schema.js';

@RecordOperations({
  of: WorkSiteRecord,
  many: 'workSites',
  one: 'workSite',
  scope: 'cooperation',
  returns: WorkSite,
  lock: lockProgrammeOf,
  list: { summary: 'List work sites of joint programmes', collection: workSites },
  read: { summary: 'Read a work site' },
  create: {
    act: 'propose',
    address: 'jointProgrammes/{jointProgrammeId}/workSites',
    summary: 'Propose a work site, or register one that is open already',
    body: NewWorkSite,
    make: async (name, terms, { tx, params, today }) =>
      WorkSiteRecord.propose(name, terms, await runningProgramme(tx, params['jointProgrammeId'] ?? ''), today),
    fact: workSiteRegistered,
    refuses: [resourceNotFound, recordClosed, languageIncomplete, notAParty],
    examples: { exNato: workSiteExample },
  },
  change: {
    summary: 'Correct a work site',
    body: WorkSiteChange,
    apply: (site, terms) => site.change(terms),
    fact: workSiteChanged,
    refuses: [languageIncomplete],
    examples: { retitled: { title: { fr: 'Chantier Buda+', nl: 'Werf Buda+' } } },
  },
  life: workSiteLife,
  retract: { summary: 'Take back a work site that was registered in error', fact: workSiteRetracted },
})
export class WorkSites {
  constructor(
    readonly db: Database,
    readonly context: ServiceContext,
    visibility: VisibilityCascade,
  ) {
    visibility.register({ entity: WorkSiteRecord, column: 'joint_programme_id', depth: 1, changed: workSiteChanged });
  }
}
