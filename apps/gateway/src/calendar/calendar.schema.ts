import { Classification } from '@passerelle/domain/classification';
import { Language } from '@passerelle/domain/language';
import { LocalizedText } from '@passerelle/domain/localized-text';
import { Party } from '@passerelle/domain/party';
import { IsoDate } from '@passerelle/domain/period';
import { CodeOf } from '@passerelle/domain/reference-list';
import { TerritorialLevel } from '@passerelle/domain/territorial-level';
import { Text } from '@passerelle/domain/text';
import { anyOf, collection, holdsAnyOf, is, onOrAfter, onOrBefore, type Filter } from '@passerelle/platform/data/lists';
import { sharedWith } from '@passerelle/platform/access/rights';
import { z } from 'zod';

/** Whether a date waits for an act. */
export const CalendarStatus = z
  .enum(['due', 'event', 'done'])
  .meta({ id: 'CalendarStatus' })
  .describe('`due` waits for an act, `event` takes place by itself, `done` was settled by the act that it waited for');
type CalendarStatus = z.infer<typeof CalendarStatus>;

/** Settled dates are shown only on request. */
export const shownStatuses: readonly CalendarStatus[] = ['due', 'event'];

/** A calendar date of a record; `href` names the record. */
export const CalendarEntry = z
  .object({
    href: z.url().describe('The record of this date'),
    id: z.uuid().describe('Id of the entry: constant for one record and kind'),
    kind: z.string().max(40).describe('A code of the list calendarKinds'),
    on: IsoDate.describe('The day in Brussels; the first one if it lasts several'),
    endsOn: IsoDate.optional().describe('The last day, if it lasts several'),
    at: z.iso.datetime({ offset: true }).optional().describe('The instant, unless it is a whole day'),
    status: CalendarStatus,
    doneOn: IsoDate.optional().describe('When it was done, if known'),
    title: LocalizedText(1, 500)
      .optional()
      .describe('Title of the record, or of the record that it belongs to; else its reference'),
    ref: z.string().max(40).optional(),
    service: z.string().max(40).describe('The service of the record'),
    planId: z.uuid().optional(),
    planTitle: LocalizedText(1, 500).optional().describe('Title of the plan that the record is part of, if different'),
    bodyId: z.uuid().optional(),
    level: z.string().max(40).optional(),
    departments: z.array(z.string().max(60)).max(20).describe('Of the record, else of what it is part of'),
    parties: z.array(z.string().max(20)).max(20).describe('The regions that the record is shared with'),
    classification: Classification,
  })
  .meta({ id: 'CalendarEntry' });

export const calendarRelations = sharedWith('parties');

const Service = z
  .string()
  .max(40)
  .regex(/^[a-z]+$/);

const FirstDay = IsoDate.optional().describe('Dates on this day or later, and those that last until then.');

const ofStatus = anyOf('status', CalendarStatus);

/** The same for the list, for a file and for a feed. */
export const calendarFilters = {
  // A date that lasts several days is listed on each of them.
  from: { ...onOrAfter('last_on'), schema: FirstDay },
  to: onOrBefore('on'),
  due: {
    schema: is('due').schema.describe('What waits for an act: `true` alone is a list of what is to be done'),
    sql: (value, bind) => `(record.status = 'due') = ${bind(value)}::boolean`,
  },
  status: { ...ofStatus, schema: ofStatus.schema.describe('By default `due` and `event`') },
  kind: anyOf('kind', CodeOf('calendarKinds')),
  service: anyOf('service', Service),
  party: holdsAnyOf('parties', Party),
  department: holdsAnyOf('departments', CodeOf('departments')),
  planId: anyOf('plan_id', z.uuid()),
  bodyId: anyOf('body_id', z.uuid()),
  level: anyOf('level', TerritorialLevel),
} satisfies Readonly<Record<string, Filter>>;

export const calendar = collection({
  table: 'calendar',
  item: CalendarEntry,
  relations: calendarRelations,
  filters: calendarFilters,
  // Every entry has a day, so its plain index is used.
  sorts: { on: { sql: 'record.on', type: 'date' } },
  defaultSort: 'on',
  address: 'subject',
});
export type CalendarQuery = z.infer<typeof calendar.query>;

/** Filters whose values depend on the services, which are known only after their announcements. */
export const ServiceFilter = z.object({ service: z.array(Service).optional() });

/** What is chosen for a calendar program besides the dates. */
export const FileTexts = z.object({
  name: Text(1, 100).optional().describe('The name that the program shows; by default `Passerelle`'),
  lang: z
    .array(Language)
    .min(1)
    .max(Language.options.length)
    .optional()
    .describe('The language of the texts, for programs that send no `Accept-Language`'),
});

export const filterSchemas = Object.fromEntries(
  Object.entries(calendarFilters).map(([name, { schema }]) => [name, schema]),
);

const inAddress = {
  // The door replaces it with the query of the feed: no service receives it.
  feed: z
    .string()
    .max(100)
    .optional()
    .describe(
      'The secret of a feed, as its `address` contains it: it stands alone, without other parameters or a token.',
    ),
};

export const FileQuery = z.strictObject({ ...FileTexts.shape, ...filterSchemas, ...inAddress });
export type FileQuery = z.infer<typeof FileQuery>;
