import { distinct } from '@passerelle/domain/distinct';
import { Language } from '@passerelle/domain/language';
import { LocalizedText } from '@passerelle/domain/localized-text';
import { OrganisationRef } from '@passerelle/domain/organisation-ref';
import { IsoDate, Period } from '@passerelle/domain/period';
import { CodeOf } from '@passerelle/domain/reference-list';
import { Text } from '@passerelle/domain/text';
import { byDay, byText, collection, filtersOf } from '@passerelle/platform/data/lists';
import { shapesOf } from '@passerelle/platform/features/records';
import { mergePatch, type Patch } from '@passerelle/platform/runtime/operations';
import { z } from 'zod';

// The only place of the whole system that holds a name: whom to call, on what ground, and until when. Everything else refers to a
// person by a random id, and shows the function.

export const PersonStatus = z.enum(['registered', 'erased']).meta({ id: 'PersonStatus' });
export type PersonStatus = z.infer<typeof PersonStatus>;

const PersonFunction = z
  .strictObject({
    organisation: OrganisationRef,
    title: LocalizedText(2, 200).describe('The post'),
    period: Period,
  })
  .meta({ id: 'PersonFunction', description: 'A post at an organisation, for a time' });

const terms = {
  name: Text(1, 200).describe('As the person writes it'),
  email: z.email().max(254).optional().describe('Where the person is written to'),
  phone: z
    .string()
    .max(20)
    .regex(/^\+[1-9]\d{6,14}$/)
    .optional()
    .describe('With the country, without spaces, as ITU-T E.164 writes it: +3222041111'),
  languages: z
    .array(Language)
    .max(4)
    .refine(distinct, 'must not name a language twice')
    .describe('In which the person can be called'),
  functions: z.array(PersonFunction).max(20),
  legalGround: CodeOf('legalGrounds').describe('Why these data may be kept: of the list legalGrounds'),
  keptUntil: IsoDate.describe('The last day on which they are kept: the day after it, the person is erased'),
};

export const NewPerson = z
  .strictObject({
    ...terms,
    languages: terms.languages.default([]),
    functions: terms.functions.default([]),
  })
  .meta({ id: 'NewPerson' });
export type NewPerson = z.infer<typeof NewPerson>;

/** What a change may touch, whole. */
export const PersonTerms = z.strictObject(terms);
export const PersonChange = mergePatch(PersonTerms).meta({ id: 'PersonChange' });
export type PersonChange = Patch<z.infer<typeof PersonTerms>>;

export const Erasure = z.strictObject({}).meta({ id: 'PersonErasure' });

/** What remains after an erasure: the id, the ground, and the day. */
const state = {
  status: PersonStatus,
  ...terms,
  name: terms.name.optional(),
  erasedOn: IsoDate.optional().describe('The day on which everything about the person was removed'),
};

/** A list has no posts: each is a text in several languages. */
const shapes = shapesOf('Person', state, ['status', 'name', 'languages', 'keptUntil', 'erasedOn']);
/** A person who was registered in error is erased, never taken back: what is kept of a retracted record would be a name. */
export const PersonState = shapes.State.omit({ retractedAt: true }).meta({ id: 'PersonState' });
export const Person = shapes.View.omit({ retractedAt: true }).meta({ id: 'Person' });
export const PersonSummary = shapes.Summary;

/** Nothing but the id leaves this table: the one exception to whole facts. */
export const PersonFact = z
  .object({ id: z.uuid(), classification: z.literal('restricted') })
  .meta({ id: 'PersonFact', description: 'That there is such a person, or is none any more; never who it is' });

export const people = collection({
  table: 'person',
  item: PersonSummary,
  relations: {},
  filters: filtersOf(PersonState, ['status', 'keptUntil']),
  sorts: { ref: byText('ref'), keptUntil: byDay('kept_until') },
  defaultSort: 'keptUntil',
  searched: true,
});
