import { LocalizedMultilineText, LocalizedText } from '@passerelle/domain/localized-text';
import { OrganisationRef } from '@passerelle/domain/organisation-ref';
import { Party } from '@passerelle/domain/party';
import { IsoDate } from '@passerelle/domain/period';
import { TerritorialRef } from '@passerelle/domain/territorial-ref';
import { MultilineText } from '@passerelle/domain/text';
import { byDate, byText, collection, embed, filtersOf } from '@passerelle/platform/data/lists';
import { shapesOf } from '@passerelle/platform/features/records';
import { mergePatch, type Patch } from '@passerelle/platform/runtime/operations';
import { under } from '@passerelle/platform/access/rights';
import { z } from 'zod';
import { commonTerms } from '../joint-work.js';
import { jointRelations } from '../../shared/visibility/relations.js';
import { programmeRegistered } from './joint-programme.facts.js';

export const WorkSiteStatus = z
  .enum(['proposed', 'supported', 'open', 'closed', 'dropped'])
  .meta({ id: 'WorkSiteStatus' });
export type WorkSiteStatus = z.infer<typeof WorkSiteStatus>;

/** The support of a region or an organisation for the site: since when, and the evidence. */
export const Support = z
  .strictObject({
    party: Party.optional(),
    organisation: OrganisationRef.optional(),
    on: IsoDate.describe('Since when'),
    source: MultilineText(3, 1000).describe('Where this is written'),
  })
  .refine(({ party, organisation }) => (party === undefined) !== (organisation === undefined), {
    error: 'must name one region or one organisation',
    path: ['party'],
  })
  .meta({ id: 'WorkSiteSupport', description: 'The support of a region or an organisation' });
export type Support = z.infer<typeof Support>;

export const mostSupports = 30;
const supportRecorded = z.array(Support).max(mostSupports);

const terms = {
  title: LocalizedText(3, 300),
  place: TerritorialRef.optional(),
  source: commonTerms.source,
};

export const NewWorkSite = z
  .strictObject({
    ...terms,
    supportRecorded: supportRecorded.default([]),
    status: z
      .enum(['proposed', 'open'])
      .default('proposed')
      .describe('`open` if the programme lists it as open already: its earlier acts are not recorded'),
  })
  .meta({ id: 'NewWorkSite' });
export type NewWorkSite = z.infer<typeof NewWorkSite>;

/** What a change may touch, whole. */
export const WorkSiteTerms = z.strictObject(terms);
export const WorkSiteChange = mergePatch(WorkSiteTerms).meta({ id: 'WorkSiteChange' });
export type WorkSiteChange = Patch<z.infer<typeof WorkSiteTerms>>;

export const Opening = z
  .strictObject({
    on: IsoDate.describe('The day of the opening'),
    steeringGroupOn: IsoDate.describe('The day on which the steering group decided'),
  })
  .refine(({ on, steeringGroupOn }) => steeringGroupOn <= on, {
    error: 'must not be earlier than the steering group',
    path: ['on'],
    params: { issue: 'invalidPeriod' },
  })
  .meta({ id: 'WorkSiteOpening' });
export type Opening = z.infer<typeof Opening>;

const { level, objective, classification } = commonTerms;

const state = {
  status: WorkSiteStatus,
  jointProgrammeId: z.uuid(),
  ...terms,
  parties: z.array(Party).max(4).describe('Those of the programme'),
  level,
  objective,
  classification,
  supportRecorded,
  steeringGroupOn: IsoDate.optional(),
  openedOn: IsoDate.optional(),
  statusSince: IsoDate.optional().describe('The day of the act that led to the status'),
  statusReason: LocalizedMultilineText(3, 500).optional(),
};

export const {
  State: WorkSiteState,
  View: WorkSite,
  Summary: WorkSiteSummary,
} = shapesOf('WorkSite', state, ['status', 'jointProgrammeId', 'title', 'openedOn', 'statusSince', 'classification']);

/** A work site is visible to the readers of its programme, and supported by parties to that programme. */
export const workSiteRelations = under('joint_programme', 'joint_programme_id', jointRelations);

export const workSites = collection({
  table: 'work_site',
  item: WorkSiteSummary,
  relations: workSiteRelations,
  filters: filtersOf(WorkSiteState, ['jointProgrammeId', 'status', 'openedOn']),
  sorts: { ref: byText('ref'), openedOn: byDate('opened_on') },
  defaultSort: 'ref',
  searched: true,
  embeds: {
    jointProgramme: embed('jointProgrammeId', 'joint_programme', programmeRegistered, 'JointProgramme', jointRelations),
  },
});
