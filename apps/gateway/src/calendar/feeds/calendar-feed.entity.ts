import { addDays } from '@passerelle/domain/period';
import { toRead, type Caller } from '@passerelle/platform/access/identity';
import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import { inputFault, refusal } from '@passerelle/platform/kernel/problems';
import { refusalKind } from '../../texts/refusal-kind.js';
import { calendarFeedRelations, CalendarFeedState, type NewCalendarFeed } from './calendar-feed.schema.js';

const mostActive = 10;
const longestDays = 400;

export const tooManyActiveFeeds = refusalKind({
  code: 'tooManyActiveFeeds',
  status: 409,
  title: 'Too Many Active Feeds',
});

/** For whom a feed is issued, and how many active ones that person has already. */
interface Owner {
  readonly caller: Caller;
  readonly pseudonym: string;
  readonly active: number;
}

export interface CalendarFeedRecord extends Stored<typeof CalendarFeedState> {}

/** An address from which a calendar program reads with the rights of its owner. Only a hash of its secret is stored. */
@StoredAs('calendar_feed', CalendarFeedState)
export class CalendarFeedRecord {
  static readonly relations = calendarFeedRelations;

  /** Days are those of Europe/Brussels. */
  static issue(
    id: string,
    hash: string,
    terms: NewCalendarFeed,
    { caller, pseudonym: owner, active }: Owner,
    today: string,
  ): CalendarFeedRecord {
    const fault = (detail: string) => inputFault('body', 'expiresOn', 'schemaViolation', detail);
    const latest = addDays(today, longestDays);
    const { expiresOn = latest } = terms;
    if (expiresOn < today) throw fault(`must not be in the past: today is ${today}`);
    if (expiresOn > latest)
      throw fault(`must be at most ${longestDays} days ahead: the last possible day is ${latest}`);
    if (active >= mostActive) throw refusal(tooManyActiveFeeds, { limit: mostActive });
    const { party, roles } = caller;
    // A credential that outlasts the token of its owner keeps the rights to read, and no other.
    const scopes = caller.scopes.filter((scope) => toRead.test(scope));
    const feed = { id, version: 1, hash, owner, createdOn: today, party, roles, scopes };
    return Object.assign(new CalendarFeedRecord(), feed, terms, { expiresOn });
  }

  /** At once and for good; false if it was revoked already. */
  revoke(today: string): boolean {
    if (this.revokedOn !== null) return false;
    this.revokedOn = today;
    return true;
  }
}
