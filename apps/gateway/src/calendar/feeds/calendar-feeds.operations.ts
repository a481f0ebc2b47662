import { Database, lockRecord, preparedIn, type Tx } from '@passerelle/platform/data/database';
import { pseudonymOf } from '@passerelle/platform/data/request-transaction';
import { RecordOperations } from '@passerelle/platform/features/records';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { KeyedMutex } from '../../shared/keyed-mutex.js';
import { withLastUse } from '../../shared/last-use.js';
import { hashOf, newSecret } from '../../shared/secret.js';
import { KnownServices } from '../known-services.js';
import { CalendarFeedRecord, tooManyActiveFeeds } from './calendar-feed.entity.js';
import { CalendarFeed, calendarFeeds, IssuedCalendarFeed, NewCalendarFeed } from './calendar-feed.schema.js';
import { feedAddress } from './known-feeds.js';

@RecordOperations({
  of: CalendarFeedRecord,
  many: 'calendarFeeds',
  one: 'calendarFeed',
  scope: 'calendar',
  returns: CalendarFeed,
  list: { summary: 'List your calendar feeds, without their addresses', collection: calendarFeeds },
  read: { summary: 'Read a calendar feed, without its address' },
  create: {
    act: 'issue',
    summary: 'Issue an address for a calendar program, which is shown in this answer only',
    description:
      'For programs that send no header: whoever has the address reads the calendar with the rights that its owner has when it is issued, and nothing else. A person may have ten.',
    body: NewCalendarFeed,
    returns: IssuedCalendarFeed,
    once: ['address'],
    around: ({ turns }: CalendarFeeds, { caller, deadline }, create) => turns.take(caller.subject, deadline, create),
    make: async ({ id }, terms, { tx, caller, today }, { context, services }) => {
      await services.refuseUnknown(tx, 'body', terms.filters);
      const pseudonym = await pseudonymOf(tx, caller.subject);
      const active = await countActive(tx, pseudonym, today);
      const secret = newSecret();
      const feed = CalendarFeedRecord.issue(id, hashOf(secret), terms, { caller, pseudonym, active }, today);
      return Object.assign(feed, { address: feedAddress(context.settings.PUBLIC_URL, secret) });
    },
    refuses: [tooManyActiveFeeds],
    examples: {
      everything: { title: 'Passerelle' },
      toDo: { title: 'What we owe', filters: { due: true, department: ['territorialStrategy'] }, lang: ['fr'] },
    },
  },
  revoke: {
    summary: 'Revoke a calendar feed at once',
    description: 'Its address answers 404 from the next request on. Revoking it again changes nothing.',
    rule: (feed, { today }) => feed.revoke(today),
  },
  shows: withLastUse('calendar_feed_use'),
})
export class CalendarFeeds {
  readonly turns = new KeyedMutex();

  constructor(
    readonly db: Database,
    readonly context: ServiceContext,
    readonly services: KnownServices,
  ) {}
}

/** Feeds of one owner are issued one after the other: otherwise concurrent requests would not count each other. */
async function countActive(tx: Tx, owner: string, day: string): Promise<number> {
  await lockRecord(tx, 'calendarFeedsOf', owner);
  const { rows } = await preparedIn<{ active: number }>(
    tx,
    'SELECT count(*)::int AS active FROM calendar_feed WHERE owner = $1 AND revoked_on IS NULL AND expires_on >= $2',
    [owner, day],
  );
  return rows[0]?.active ?? 0;
}
