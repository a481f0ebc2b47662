import { Classification } from '@passerelle/domain/classification';
import { distinct } from '@passerelle/domain/distinct';
import { Language } from '@passerelle/domain/language';
import { OrganisationRef } from '@passerelle/domain/organisation-ref';
import { Party } from '@passerelle/domain/party';
import { MultilineText } from '@passerelle/domain/text';
import { byText, collection, filtersOf } from '@passerelle/platform/data/lists';
import { shapesOf } from '@passerelle/platform/features/records';
import { mergePatch, type Patch } from '@passerelle/platform/runtime/operations';
import { z } from 'zod';
import { partyRelations } from '../shared/visibility/relations.js';

const code = Party.describe('Which of the four authorities it is; labels are in the code list of parties');

const terms = {
  administration: OrganisationRef.describe('Which administration acts for it in territorial planning'),
  languages: z
    .array(Language)
    .min(1)
    .max(4)
    .refine(distinct, 'must not name a language twice')
    .describe('The languages of letters to it'),
  source: MultilineText(3, 1000).describe('Where this is written'),
};

export const NewParty = z.strictObject({ code, ...terms }).meta({ id: 'NewPlanningParty' });
export type NewParty = z.infer<typeof NewParty>;

/** What a change may touch, whole. */
export const PartyTerms = z.strictObject(terms);
export const PartyChange = mergePatch(PartyTerms).meta({ id: 'PlanningPartyChange' });
export type PartyChange = Patch<z.infer<typeof PartyTerms>>;

const state = { code, ...terms, classification: Classification.describe('Always `public`') };

/** Contact points are separate records. */
export const {
  State: PartyState,
  View: PartyView,
  Summary: PartySummary,
} = shapesOf('PlanningParty', state, ['code', 'administration', 'languages', 'classification']);

export const parties = collection({
  table: 'party',
  item: PartySummary,
  relations: partyRelations,
  filters: filtersOf(PartyState, ['code', 'languages']),
  sorts: { ref: byText('ref'), code: byText('code') },
  defaultSort: 'code',
  searched: true,
});
