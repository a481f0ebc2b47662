import { Database } from '@passerelle/platform/data/database';
import { RecordOperations, VisibilityCascade } from '@passerelle/platform/features/records';
import {
  languageIncomplete,
  recordClosed,
  recordRetracted,
  refusal,
  resourceNotFound,
} from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { associatedPartnerWithBudget, severalLeadPartners } from '../../consortium.js';
import { partnerExample } from '../../examples.js';
import { PartnerRecord } from './partner.entity.js';
import { partnerChanged, partnerJoined, partnerRetracted } from './partner.facts.js';
import { partnerLife } from './partner.life.js';
import { NewPartner, Partner, PartnerChange, partners } from './partner.schema.js';
import { lockProjectOf, projectOf, projectToJoin, reviewConsortium } from './project-of-partner.js';

@RecordOperations({
  of: PartnerRecord,
  many: 'partners',
  one: 'partner',
  scope: 'projects',
  returns: Partner,
  lock: lockProjectOf,
  list: { summary: 'List partners of projects', collection: partners },
  read: { summary: 'Read a partner of a project' },
  create: {
    act: 'join',
    address: 'projects/{projectId}/partners',
    summary: 'Add a partner to a project',
    body: NewPartner,
    make: async (name, terms, { tx, params: { projectId = '' } }) => {
      const project = await projectToJoin(tx, { id: name.id, projectId }, terms.role);
      return PartnerRecord.join(name, projectId, terms, project);
    },
    fact: partnerJoined,
    follows: (partner, _, { tx }) => reviewConsortium(tx, partner),
    twin: { index: 'partner_one_lead', refusal: () => refusal(severalLeadPartners) },
    refuses: [resourceNotFound, recordRetracted, recordClosed, severalLeadPartners, associatedPartnerWithBudget],
    examples: { lead: partnerExample },
  },
  change: {
    summary: 'Correct a partner',
    body: PartnerChange,
    apply: async (partner, terms, { tx }) => partner.change(terms, await projectOf(tx, partner)),
    fact: partnerChanged,
    follows: (partner, { tx }) => reviewConsortium(tx, partner),
    refuses: [severalLeadPartners, associatedPartnerWithBudget, languageIncomplete],
    examples: { observer: { role: 'associated', budget: { state: 'unpublished', amount: null } } },
  },
  life: partnerLife,
  retract: {
    summary: 'Take back a partner that was registered in error',
    fact: partnerRetracted,
    follows: (partner, { tx }) => reviewConsortium(tx, partner),
  },
})
export class Partners {
  constructor(
    readonly db: Database,
    readonly context: ServiceContext,
    visibility: VisibilityCascade,
  ) {
    visibility.register({ entity: PartnerRecord, column: 'project_id', depth: 1, changed: partnerChanged });
  }
}
