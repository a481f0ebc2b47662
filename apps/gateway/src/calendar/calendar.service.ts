import { Injectable } from '@nestjs/common';
import type { LocalizedText } from '@passerelle/domain/localized-text';
import { Party } from '@passerelle/domain/party';
import { today } from '@passerelle/domain/period';
import { referenceList } from '@passerelle/domain/reference-list';
import type { Page } from '@passerelle/platform/collections';
import { Database } from '@passerelle/platform/database';
import { TextAnswer, type Call } from '@passerelle/platform/operations';
import { refuse, resourceNotFound } from '@passerelle/platform/problems';
import type { Bind } from '@passerelle/platform/rights';
import { calendar, calendarRelations, type CalendarQuery, type FeedQuery } from './calendar.schema.js';
import { feedText, type FeedEntry } from './feed.js';
import { withinScopes } from './scopes.js';

type Feed<Param extends string> = Call<undefined, Param, FeedQuery>;

/** A feed holds what comes and what was due in the last year, up to so many entries; the nearest are kept. */
const daysBack = 366;
const mostEntries = 2_000;

@Injectable()
export class CalendarService {
  constructor(private readonly db: Database) {}

  list(call: Call<undefined, never, CalendarQuery>): Promise<Page> {
    return calendar.read(this.db, { ...withinScopes(call), query: call.query });
  }

  async ofBody(call: Feed<'bodyId'>): Promise<TextAnswer> {
    const { bodyId } = call.params;
    const name = await this.titleOf(call, `bodies/${bodyId}`);
    return this.feed(call, name, (bind) => `record.body_id = ${bind(bodyId)}::uuid`);
  }

  async ofPlan(call: Feed<'planId'>): Promise<TextAnswer> {
    const { planId } = call.params;
    const name = await this.titleOf(call, `plans/${planId}`);
    return this.feed(call, name, (bind) => `record.plan_id = ${bind(planId)}::uuid`);
  }

  async ofParty(call: Feed<'party'>): Promise<TextAnswer> {
    const party = Party.safeParse(call.params.party).data;
    const entry = referenceList('parties').entries.find(({ code }) => code === party);
    if (entry === undefined) throw refuse(resourceNotFound);
    return this.feed(call, entry.labels, (bind) => `record.parties && ARRAY[${bind(party)}]::text[]`);
  }

  /** Of a record that the caller may see; anything else does not exist. */
  private async titleOf(call: Feed<string>, subject: string): Promise<LocalizedText> {
    const values: unknown[] = [];
    const bind: Bind = (value) => `$${values.push(value)}`;
    const by = withinScopes(call);
    const seen = by.actor.reach(calendarRelations).may?.(bind) ?? 'true';
    const [row] = await this.db.list<{ title: LocalizedText | null }>(
      by,
      `SELECT record.title FROM (
         SELECT subject, source AS service, calendar_title(data) AS title, data ->> 'classification' AS classification,
                coalesce(calendar_parties(data), '{}') AS parties
           FROM record_state WHERE known_to IS NULL) AS record
        WHERE record.subject = ${bind(subject)} AND (${seen})`,
      values,
    );
    if (row === undefined) throw refuse(resourceNotFound);
    return row.title ?? { en: subject };
  }

  private async feed(call: Feed<string>, name: LocalizedText, topic: (bind: Bind) => string): Promise<TextAnswer> {
    const values: unknown[] = [];
    const bind: Bind = (value) => `$${values.push(value)}`;
    const by = withinScopes(call);
    const seen = by.actor.reach(calendarRelations).may?.(bind) ?? 'true';
    const entries = await this.db.list<FeedEntry & Record<string, unknown>>(
      by,
      nearest(`${topic(bind)} AND (${seen})`, bind),
      values,
    );
    const { lang } = call.query;
    return new TextAnswer(({ publicUrl, preferred }) =>
      feedText(name, entries, { publicUrl, preferred: lang ?? preferred }),
    );
  }
}

/** What comes goes first, so that no past, however full, hides the next date; what is left of the room holds the past. */
function nearest(meant: string, bind: Bind): string {
  const [day, most] = [bind(today(new Date())), bind(mostEntries)];
  const entries = `
    SELECT record.id, record.subject, record.kind, record.on::text AS day, record.at, record.title, record.ref,
           record.record_version, record.recorded_at
      FROM calendar AS record
     WHERE ${meant}`;
  return `
    WITH ahead AS (${entries} AND record.on >= ${day}::date ORDER BY record.on, record.id LIMIT ${most}),
    behind AS (${entries} AND record.on < ${day}::date AND record.on >= ${day}::date - ${bind(daysBack)}::int
                ORDER BY record.on DESC, record.id DESC LIMIT ${most} - (SELECT count(*) FROM ahead))
    SELECT * FROM ahead UNION ALL SELECT * FROM behind ORDER BY day, id`;
}
