import { Classification } from '@passerelle/domain/classification';
import { distinct } from '@passerelle/domain/distinct';
import { HumanReference } from '@passerelle/domain/human-reference';
import { Language } from '@passerelle/domain/language';
import { LocalizedText } from '@passerelle/domain/localized-text';
import { Party } from '@passerelle/domain/party';
import { IsoDate, Period } from '@passerelle/domain/period';
import { anyOf, byText, collection, embed, type Filter } from '@passerelle/platform/data/lists';
import { z } from 'zod';
import { contactRelations, partyRelations } from '../shared/visibility/relations.js';
import { recordedOn } from '../shared/acts/evidence.js';
import { partyEntered } from './party.facts.js';

// A contact point is a person, given as an id in the register of people. The id is visible to the regions only, and in
// no fact.

const personId = z.uuidv4().describe('Id of the person; visible to the regions only, and in no fact');

const terms = {
  function: LocalizedText(2, 200).optional().describe('The post of the person, never a name'),
  period: Period.describe('From the first day of service to the first day after it'),
  languages: z.array(Language).min(1).max(4).refine(distinct, 'must not name a language twice'),
  source: recordedOn.source,
};

export const NewContactPoint = z.strictObject({ personId, ...terms }).meta({ id: 'NewContactPoint' });
export type NewContactPoint = z.infer<typeof NewContactPoint>;

export const ContactEnd = z
  .strictObject({
    on: IsoDate.describe('The first day after the service; it may be in the future'),
    source: recordedOn.source,
  })
  .meta({ id: 'ContactPointEnd' });
export type ContactEnd = z.infer<typeof ContactEnd>;

const state = {
  id: z.uuid(),
  ref: HumanReference,
  version: z.int().min(1),
  partyId: z.uuid(),
  party: Party,
  ...terms,
  classification: Classification.describe('Always `internal`'),
};

/** The whole contact point, as its facts carry it: without the person. */
export const ContactPointState = z.object(state).meta({ id: 'ContactPointState' });
export const ContactPoint = z
  .object({ href: z.url(), ...state, personId: personId.optional() })
  .meta({ id: 'ContactPoint' });

const { id, ref, version, partyId, party, function: post, period, languages, classification } = state;
export const ContactPointSummary = z
  .object({ href: z.url(), id, ref, version, partyId, party, function: post, period, languages, classification })
  .extend({ personId: personId.optional() })
  .meta({ id: 'ContactPointSummary' });

/** ISO days sort as text; '~' sorts after every digit and so means "no end". */
const servingOn: Filter = {
  schema: IsoDate.optional().describe('The contact points in service on that day'),
  sql: (given, bind) => {
    const day = `${bind(given)}::text`;
    return `record.period->>'from' <= ${day} AND coalesce(record.period->>'to', '~') > ${day}`;
  },
};

export const contactPoints = collection({
  table: 'contact_point',
  item: ContactPointSummary,
  relations: contactRelations,
  filters: {
    ref: anyOf('ref', HumanReference),
    partyId: anyOf('party_id', z.uuid()),
    party: anyOf('party', Party),
    servingOn,
  },
  sorts: { ref: byText('ref') },
  defaultSort: 'ref',
  searched: true,
  embeds: { party: embed('partyId', 'party', partyEntered, 'PlanningParty', partyRelations) },
});
export type ContactPointQuery = z.infer<typeof contactPoints.query>;
