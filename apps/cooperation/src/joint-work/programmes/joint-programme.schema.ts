import { distinct } from '@passerelle/domain/distinct';
import { FiledDocument } from '@passerelle/domain/filed-document';
import { LocalizedMultilineText, LocalizedText } from '@passerelle/domain/localized-text';
import { OrganisationRef } from '@passerelle/domain/organisation-ref';
import { Party } from '@passerelle/domain/party';
import { IsoDate } from '@passerelle/domain/period';
import { MultilineText } from '@passerelle/domain/text';
import { byDate, byText, collection, filtersOf } from '@passerelle/platform/data/lists';
import { shapesOf } from '@passerelle/platform/features/records';
import { mergePatch, type Patch } from '@passerelle/platform/runtime/operations';
import { z } from 'zod';
import { commonTerms, JointPartner, newTerms } from '../joint-work.js';
import { jointRelations } from '../../shared/visibility/relations.js';

export const ProgrammeStatus = z.enum(['running', 'ended']).meta({ id: 'JointProgrammeStatus' });
export type ProgrammeStatus = z.infer<typeof ProgrammeStatus>;

/** The chair of the steering group: a region, an organisation, or both; never the name of a person. */
const SteeringChair = z
  .strictObject({ party: Party.optional(), organisation: OrganisationRef.optional() })
  .refine(
    ({ party, organisation }) => party !== undefined || organisation !== undefined,
    'must name a region or an organisation',
  )
  .meta({ id: 'SteeringChair', description: 'A region, an organisation, or both; never a person' });

export const SteeringGroup = z
  .strictObject({
    name: LocalizedText(2, 300),
    chairs: z.array(SteeringChair).max(4),
    rhythm: z
      .string()
      .max(4)
      .regex(/^P[1-9]\d?[DWMY]$/)
      .optional()
      .describe('How often the group meets, an ISO 8601 duration of one unit: P6M is every six months'),
  })
  .meta({ id: 'SteeringGroup', description: 'Who steers the programme' });
export type SteeringGroup = z.infer<typeof SteeringGroup>;

const year = z.int().min(1990).max(2199).describe('The year of the edition');

/** The action programme of one year. */
export const ProgrammeEdition = z
  .strictObject({
    year,
    title: LocalizedText(3, 300).optional(),
    adoptedOn: IsoDate.optional().describe('Absent if no source gives the day'),
    document: FiledDocument.optional(),
    source: MultilineText(3, 1000).optional().describe('Where this is written'),
  })
  .meta({ id: 'ProgrammeEdition' });
export type ProgrammeEdition = z.infer<typeof ProgrammeEdition>;

const terms = {
  title: LocalizedText(3, 300),
  parties: z.array(Party).min(2).max(4).refine(distinct, 'must not name a party twice'),
  partners: z.array(JointPartner).min(1).max(30),
  steeringGroup: SteeringGroup.optional(),
  startedOn: IsoDate.optional().describe('Absent if no source gives the day'),
  ...commonTerms,
};

export const NewJointProgramme = z.strictObject({ ...terms, ...newTerms }).meta({ id: 'NewJointProgramme' });
export type NewJointProgramme = z.infer<typeof NewJointProgramme>;

/** What a change may touch, whole. */
export const JointProgrammeTerms = z.strictObject(terms);
export const JointProgrammeChange = mergePatch(JointProgrammeTerms).meta({ id: 'JointProgrammeChange' });
export type JointProgrammeChange = Patch<z.infer<typeof JointProgrammeTerms>>;

export const mostEditions = 40;

const state = {
  status: ProgrammeStatus,
  ...terms,
  editions: z.array(ProgrammeEdition).max(mostEditions).describe('The latest year first'),
  latestEdition: year.optional(),
  endedOn: IsoDate.optional(),
  endReason: LocalizedMultilineText(3, 500).optional(),
};

/** Its work sites are separate records with their own facts. */
export const {
  State: JointProgrammeState,
  View: JointProgramme,
  Summary: JointProgrammeSummary,
} = shapesOf('JointProgramme', state, [
  'status',
  'title',
  'parties',
  'latestEdition',
  'startedOn',
  'endedOn',
  'classification',
]);

export const jointProgrammes = collection({
  table: 'joint_programme',
  item: JointProgrammeSummary,
  relations: jointRelations,
  filters: filtersOf(JointProgrammeState, ['status', 'parties', 'startedOn']),
  sorts: { ref: byText('ref'), startedOn: byDate('started_on') },
  defaultSort: 'ref',
  searched: true,
});
