import { Injectable, type OnModuleInit } from '@nestjs/common';
import { today } from '@passerelle/domain/period';
import { Database } from '@passerelle/platform/data/database';
import { Caller, keyHolder } from '@passerelle/platform/access/identity';
import { refusal, resourceNotFound } from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { AddressCredentials, type OpenedAddress } from '../../door/http/address-credentials.api.js';
import { noteUse } from '../../shared/last-use.js';
import { hashOf } from '../../shared/secret.js';

// The reader of a feed: the owner's rights to read, and the query that the owner chose. Each request looks the feed up, so a revoked
// one is refused from the next request on, by every instance.

const path = '/v1/calendar.ics';
const parameter = 'feed';

/** The path ends in `.ics`, as some programs demand; the secret is in the query, which a proxy can leave out of its log. */
export const feedAddress = (publicUrl: string, secret: string): string => `${publicUrl}${path}?${parameter}=${secret}`;

interface FeedRow {
  readonly id: string;
  readonly title: string;
  readonly filters: Readonly<Record<string, unknown>>;
  readonly lang: readonly string[] | null;
  readonly party: string | null;
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
  readonly used: boolean;
}

const look = `
  SELECT feed.id, feed.title, feed.filters, feed.lang, feed.party, feed.roles, feed.scopes,
         use.used_on IS NOT DISTINCT FROM $2::date AS used
    FROM calendar_feed AS feed LEFT JOIN calendar_feed_use AS use USING (id)
   WHERE feed.hash = $1 AND feed.revoked_on IS NULL AND feed.expires_on >= $2`;

const use = `
  INSERT INTO calendar_feed_use AS use (id, used_on) VALUES ($1, $2)
  ON CONFLICT (id) DO UPDATE SET used_on = excluded.used_on WHERE use.used_on < excluded.used_on`;

@Injectable()
export class KnownFeeds implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
    private readonly addresses: AddressCredentials,
  ) {}

  onModuleInit(): void {
    this.addresses.add(path, { parameter, open: (secret) => this.open(secret) });
  }

  /** A text that cannot be a secret is looked up like any other: its answer takes as long, and says as little. */
  private async open(secret: string): Promise<OpenedAddress> {
    const day = today(new Date());
    const [feed] = await this.db.prepared<FeedRow & Record<string, unknown>>(look, [hashOf(secret), day]);
    if (feed === undefined) throw refusal(resourceNotFound);
    if (!feed.used) noteUse(this.db, this.context, use, feed.id, day);
    return { caller: readerOf(feed), query: queryOf(feed) };
  }
}

/** No issuer may name a caller so. */
function readerOf({ id, party, roles, scopes }: FeedRow): Caller {
  const name = `${keyHolder}:feed:${id}`;
  return Caller.parse({ subject: name, client: name, party: party ?? undefined, roles, scopes });
}

function queryOf({ title, lang, filters }: FeedRow): string {
  const query = new URLSearchParams({ name: title });
  for (const [name, value] of Object.entries({ lang: lang ?? [], ...filters }))
    for (const each of [value].flat()) query.append(name, String(each));
  return query.toString();
}
