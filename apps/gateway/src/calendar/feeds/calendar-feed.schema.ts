import { ChangedAt } from '@passerelle/domain/instant';
import { IsoDate } from '@passerelle/domain/period';
import { Text } from '@passerelle/domain/text';
import { heldBy, type Relations } from '@passerelle/platform/access/rights';
import { anyOf, byDay, collection } from '@passerelle/platform/data/lists';
import { z } from 'zod';
import { FileTexts, filterSchemas } from '../calendar.schema.js';

/** The filters of the list, in JSON. */
export const CalendarFilters = z
  .strictObject({
    ...filterSchemas,
    due: z.boolean().optional().describe('Only what waits for an act, or only what does not'),
  })
  .meta({ id: 'CalendarFilters' });

const terms = {
  title: Text(1, 100).describe('The name that the calendar program shows'),
  filters: CalendarFilters.describe('As in the list of dates; without any, all dates that its owner may see'),
  lang: FileTexts.shape.lang,
  expiresOn: IsoDate.describe('Its last day, at most 400 days ahead'),
};

export const NewCalendarFeed = z
  .strictObject({
    ...terms,
    filters: terms.filters.default({}),
    expiresOn: terms.expiresOn.optional().describe('By default 400 days ahead'),
  })
  .meta({ id: 'NewCalendarFeed' });
export type NewCalendarFeed = z.infer<typeof NewCalendarFeed>;

const words = z.array(z.string().max(100)).max(50);

const state = {
  id: z.uuid(),
  version: z.int().min(1),
  ...terms,
  owner: z.uuid().describe('The pseudonym of its owner, as in the audit trail'),
  party: z
    .string()
    .max(20)
    .optional()
    .describe('The region, the roles and the rights to read of its owner when it was issued'),
  roles: words,
  scopes: words,
  createdOn: IsoDate,
  revokedOn: IsoDate.optional(),
};

/** As it is stored; of the secret in its address a hash. */
export const CalendarFeedState = z.object({ ...state, hash: z.string() });

const shown = { href: z.url(), ...state, lastUsedOn: IsoDate.optional(), changedAt: ChangedAt };

export const CalendarFeed = z.object(shown).meta({ id: 'CalendarFeed' });

/** The only answer that ever contains the address. */
export const IssuedCalendarFeed = z
  .object({ ...shown, address: z.url().describe('Shown once: who has it reads with the rights of its owner') })
  .meta({ id: 'IssuedCalendarFeed' });

export const calendarFeedRelations: Relations = { holder: heldBy('owner') };

export const calendarFeeds = collection({
  // The feeds, each with the day of its last use.
  table: 'calendar_feed_in_use',
  item: CalendarFeed,
  relations: calendarFeedRelations,
  filters: { owner: anyOf('owner', z.uuid()) },
  sorts: { createdOn: byDay('created_on'), expiresOn: byDay('expires_on') },
  defaultSort: 'createdOn',
});
