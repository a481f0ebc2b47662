import { Classification } from '@passerelle/domain/classification';
import { Language } from '@passerelle/domain/language';
import { LocalizedText } from '@passerelle/domain/localized-text';
import { Party } from '@passerelle/domain/party';
import { IsoDate } from '@passerelle/domain/period';
import { CodeOf } from '@passerelle/domain/reference-list';
import { TerritorialLevel } from '@passerelle/domain/territorial-level';
import { anyOf, collection, holdsAnyOf, onOrAfter, onOrBefore } from '@passerelle/platform/collections';
import { sharedWith } from '@passerelle/platform/rights';
import { z } from 'zod';

/** A date of a record; whose record it is, `href` says. */
export const CalendarEntry = z
  .object({
    href: z.url().describe('The record whose date this is'),
    id: z.uuid().describe('Of the entry: the same for ever for one record and kind'),
    kind: z.string().max(40).describe('A code of the list calendarKinds'),
    on: IsoDate.describe('The day in Brussels'),
    at: z.iso.datetime({ offset: true }).optional().describe('The instant, where it is not about a whole day'),
    title: LocalizedText(1, 500)
      .optional()
      .describe('Of the record, or of the one that it belongs to; else its reference'),
    ref: z.string().max(40).optional(),
    service: z.string().max(40).describe('The service that keeps the record'),
    planId: z.uuid().optional(),
    bodyId: z.uuid().optional(),
    level: z.string().max(40).optional(),
    parties: z.array(z.string().max(20)).max(20).describe('The regions that the record is shared with'),
    classification: Classification,
  })
  .meta({ id: 'CalendarEntry' });

export const calendarRelations = sharedWith('parties');

const Service = z
  .string()
  .max(40)
  .regex(/^[a-z]+$/);

export const calendar = collection({
  table: 'calendar',
  item: CalendarEntry,
  relations: calendarRelations,
  filters: {
    from: onOrAfter('on'),
    to: onOrBefore('on'),
    kind: anyOf('kind', CodeOf('calendarKinds')),
    service: anyOf('service', Service),
    party: holdsAnyOf('parties', Party),
    planId: anyOf('plan_id', z.uuid()),
    bodyId: anyOf('body_id', z.uuid()),
    level: anyOf('level', TerritorialLevel),
  },
  // Every entry has a day, so its plain index serves.
  sorts: { on: { sql: 'record.on', type: 'date' } },
  defaultSort: 'on',
  address: 'subject',
});
export type CalendarQuery = z.infer<typeof calendar.query>;

export const FeedQuery = z.strictObject({
  lang: z
    .array(Language)
    .min(1)
    .max(Language.options.length)
    .optional()
    .describe('The language of the texts, where the program sends no `Accept-Language`'),
});
export type FeedQuery = z.infer<typeof FeedQuery>;

export const feedParams = z.strictObject({ party: z.string().max(40) });
