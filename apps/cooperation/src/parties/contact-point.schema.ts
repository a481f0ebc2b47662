import { distinct } from '@passerelle/domain/distinct';
import { Language } from '@passerelle/domain/language';
import { LocalizedText } from '@passerelle/domain/localized-text';
import { Party } from '@passerelle/domain/party';
import { IsoDate, Period } from '@passerelle/domain/period';
import { byText, collection, embed, type Filter, filtersOf } from '@passerelle/platform/data/lists';
import { shapesOf } from '@passerelle/platform/features/records';
import { mergePatch, type Patch } from '@passerelle/platform/runtime/operations';
import { z } from 'zod';
import { contactRelations, partyRelations } from '../shared/visibility/relations.js';
import { recordedOn } from '../shared/acts/evidence.js';
import { partyEntered } from './party.facts.js';

// Whom to call at a region: the mailbox of a function, and the id of a person only where one is registered. Both are visible to the
// regions only, and in no fact.

const address = {
  mailbox: z
    .email()
    .max(254)
    .describe('The mailbox of the function, never of a person; visible to the regions only, and in no fact'),
  personId: z
    .uuidv4()
    .optional()
    .describe('Id of the person in the register of people; visible to the regions only, and in no fact'),
};

const terms = {
  function: LocalizedText(2, 200).optional().describe('The post, never a name'),
  period: Period.describe('From the first day of service to the first day after it'),
  languages: z.array(Language).min(1).max(4).refine(distinct, 'must not name a language twice'),
  source: recordedOn.source,
};

export const NewContactPoint = z.strictObject({ ...address, ...terms }).meta({ id: 'NewContactPoint' });
export type NewContactPoint = z.infer<typeof NewContactPoint>;

/** What a change may touch, whole: an end and evidence can be replaced, not removed. */
export const ContactTerms = z.strictObject({ mailbox: address.mailbox, ...terms, source: recordedOn.source.unwrap() });
export const ContactChange = mergePatch(
  ContactTerms.extend({
    period: z
      .strictObject({
        to: IsoDate.describe(
          'The first day after the service: it may be in the future, and moved to an earlier day, never to a later one',
        ),
      })
      .describe('The period of service'),
  }),
).meta({ id: 'ContactPointChange' });
export type ContactChange = Patch<z.infer<typeof ContactTerms>>;

const state = {
  partyId: z.uuid(),
  party: Party,
  ...terms,
  classification: z.literal('internal').describe('Visible to the regions, never to the public'),
  parties: z.array(Party).describe('Always every region'),
};

/** Facts carry the state, and so never the address. */
const shapes = shapesOf('ContactPoint', state, [
  'partyId',
  'party',
  'function',
  'period',
  'languages',
  'classification',
]);
export const ContactPointState = shapes.State;

const visible = { ...address, mailbox: address.mailbox.optional() };
export const ContactPoint = shapes.View.extend(visible).meta({ id: 'ContactPoint' });
export const ContactPointSummary = shapes.Summary.extend(visible).meta({ id: 'ContactPointSummary' });

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
    ...filtersOf(ContactPointState, ['partyId', 'party']),
    servingOn,
  },
  sorts: { ref: byText('ref') },
  defaultSort: 'ref',
  searched: true,
  embeds: { party: embed('partyId', 'party', partyEntered, 'PlanningParty', partyRelations) },
});
