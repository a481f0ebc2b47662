import { Classification } from '@passerelle/domain/classification';
import { LocalizedText } from '@passerelle/domain/localized-text';
import { Departments } from '@passerelle/domain/department';
import { OrganisationRef } from '@passerelle/domain/organisation-ref';
import { invalidPeriod, IsoDate, isInOrder, Period } from '@passerelle/domain/period';
import { CodeOf } from '@passerelle/domain/reference-list';
import { TerritorialLevel } from '@passerelle/domain/territorial-level';
import { anyOf, byDate, byText, collection, embed, filtersOf, type Filter } from '@passerelle/platform/data/lists';
import { shapesOf } from '@passerelle/platform/features/records';
import { mergePatch, type Patch } from '@passerelle/platform/runtime/operations';
import { isPublic, under } from '@passerelle/platform/access/rights';
import { z } from 'zod';
import { bodyRegistered } from '../bodies/body.facts.js';
import { seatRegistered } from './seat.facts.js';
import { seatRelations } from './seat.schema.js';

// A mandate belongs to a person, given as an id that is stored with the mandate and visible only to those of the home region who may
// read people; no fact carries it. For the same reason no act takes a reason: the reason of a suspension or a revocation would be about
// a person.

export const MandateStatus = z
  .enum(['proposed', 'active', 'suspended', 'ended', 'revoked'])
  .meta({ id: 'MandateStatus' });
export type MandateStatus = z.infer<typeof MandateStatus>;

export const ActsFor = z.enum(['region', 'belgium', 'allBelgianRegions']).meta({
  id: 'MandateActsFor',
  description: 'In whose name the mandate is exercised: the Region, Belgium or all Belgian Regions',
});
export type ActsFor = z.infer<typeof ActsFor>;

const left = [{ day: 'endedOn' }];

/** Half-open, as every period; its end belongs on the calendar, unlike the end of a suspension. */
const MandatePeriod = z
  .strictObject({
    from: IsoDate.describe('Its first day'),
    to: IsoDate.optional().meta({
      description: 'The day after its last',
      'x-calendar': 'mandateEnd',
      'x-calendar-done': left,
    }),
  })
  .refine(isInOrder, invalidPeriod)
  .meta({ id: 'MandatePeriod' });

const terms = {
  role: CodeOf('mandateRoles'),
  actsFor: ActsFor,
  period: MandatePeriod.describe(
    'The period for which it is given; startedOn and endedOn give the days on which it was in force',
  ),
  function: LocalizedText(2, 200)
    .optional()
    .describe('The post of the person, never a name: what everybody sees who may see the mandate'),
  appointedBy: OrganisationRef.optional().describe('The authority that appoints, never a person'),
};

const personId = z
  .uuidv4()
  .describe(
    'Id of the person in the register of people; visible to the home region with the scope people:read only, and in no fact',
  );

/** The person may be registered later than the mandate becomes known. */
export const NewMandate = z.strictObject({ personId: personId.optional(), ...terms }).meta({ id: 'NewMandate' });
export type NewMandate = z.infer<typeof NewMandate>;

/** What a change may touch, whole: not the days that acts set, and the person only where there is none. */
export const MandateTerms = z.strictObject(terms);
const ChangedMandate = MandateTerms.extend({ personId });
export const MandateChange = mergePatch(ChangedMandate).meta({ id: 'MandateChange' });
export type MandateChange = Patch<z.infer<typeof ChangedMandate>>;

/** The day of an act. */
export const MandateAct = z.strictObject({ on: IsoDate.describe('The day of the act') }).meta({ id: 'MandateAct' });
export type MandateAct = z.infer<typeof MandateAct>;

/** The day of an act that ends the mandate. */
export const MandateEnd = z
  .strictObject({ on: IsoDate.describe('The first day on which it is no longer in force') })
  .meta({ id: 'MandateEnd' });
export type MandateEnd = z.infer<typeof MandateEnd>;

const state = {
  status: MandateStatus,
  seatId: z.uuid(),
  bodyId: z.uuid().meta({ description: 'That of the seat', 'x-belongs-to': 'bodies' }),
  classification: Classification.describe('Copied from the seat'),
  level: TerritorialLevel.optional().describe('That of the seat'),
  departments: Departments.optional().describe('Those of the seat'),
  ...terms,
  startedOn: IsoDate.optional().describe('The first day on which it was in force'),
  endedOn: IsoDate.optional().meta({
    description: 'The first day on which it was no longer in force, or on which it was dropped',
    'x-calendar': 'mandateEnd',
    'x-calendar-done': left,
  }),
  suspensions: z.array(Period).max(1000),
};

/** Facts carry the state, and so never the person. */
const shapes = shapesOf('Mandate', state, [
  'status',
  'seatId',
  'bodyId',
  'level',
  'departments',
  'role',
  'actsFor',
  'function',
  'period',
  'startedOn',
  'endedOn',
]);
export const MandateState = shapes.State;
export const MandateSummary = shapes.Summary;
export const Mandate = shapes.View.extend({ personId: personId.optional() }).meta({ id: 'Mandate' });

/** Computed from the mandate's dates, never from its status: begun, not ended, not over, not suspended on that day. */
export const heldOn: Filter = {
  schema: IsoDate.optional().describe('The mandates that somebody holds on this day.'),
  sql: (given, bind) => {
    const day = `${bind(given)}::date`;
    const isLaterThanDay = (text: string) => `coalesce((${text})::date > ${day}, true)`;
    return `record.started_on <= ${day} AND coalesce(record.ended_on > ${day}, true)
      AND ${isLaterThanDay(`record.period->>'to'`)}
      AND NOT EXISTS (SELECT FROM jsonb_array_elements(record.suspensions) AS suspension
        WHERE (suspension->>'from')::date <= ${day} AND ${isLaterThanDay(`suspension->>'to'`)})`;
  },
};

/** Of the first day on which it is no longer in force: the actual one, else the foreseen one. */
const ends = (operator: '>=' | '<=', words: string): Filter => ({
  schema: IsoDate.optional().describe(words),
  sql: (given, bind) => {
    const day = bind(given);
    return `CASE WHEN record.ended_on IS NULL THEN record.period->>'to' ${operator} ${day}::text
      ELSE record.ended_on ${operator} ${day}::date END`;
  },
});

/** Visible with its body, which decides; the copied classification is for those who read its facts. */
export const mandateRelations = under('body', 'body_id', isPublic);

export const mandates = collection({
  table: 'mandate',
  item: MandateSummary,
  relations: mandateRelations,
  filters: {
    ...filtersOf(MandateState, ['seatId', 'status', 'role', 'actsFor', 'startedOn']),
    bodyId: anyOf('body_id', z.uuid()),
    heldOn,
    endsFrom: ends('>=', 'That end on this day or later; not those without a foreseen end.'),
    endsTo: ends('<=', 'That end, or ended, on this day or earlier.'),
  },
  sorts: { ref: byText('ref'), startedOn: byDate('started_on') },
  defaultSort: 'ref',
  embeds: {
    body: embed('bodyId', 'body', bodyRegistered, 'Body', isPublic),
    seat: embed('seatId', 'seat', seatRegistered, 'Seat', seatRelations),
  },
});
