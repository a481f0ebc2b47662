import { Injectable } from '@nestjs/common';
import type { LocalizedText } from '@passerelle/domain/localized-text';
import { Party } from '@passerelle/domain/party';
import { today } from '@passerelle/domain/period';
import { referenceList } from '@passerelle/domain/reference-list';
import type { Page } from '@passerelle/platform/data/lists';
import { Database, type By } from '@passerelle/platform/data/database';
import { TextAnswer, type Call } from '@passerelle/platform/runtime/operations';
import { inputFault, refusal, resourceNotFound } from '@passerelle/platform/kernel/problems';
import type { Bind } from '@passerelle/platform/access/rights';
import { Descriptions } from '../door/routing/descriptions.api.js';
import {
  calendar,
  calendarRelations,
  ServiceFilter,
  shownStatuses,
  type CalendarQuery,
  type FeedQuery,
} from './calendar.schema.js';
import { feedText, type FeedEntry } from './feed.js';
import { withinScopes } from './scopes.js';

type Feed<Param extends string> = Call<undefined, Param, FeedQuery>;

/** A feed contains future dates and those of the last year, up to this many entries; the nearest ones are kept. */
const daysBack = 366;
const mostEntries = 2_000;

@Injectable()
export class CalendarService {
  constructor(
    private readonly db: Database,
    private readonly descriptions: Descriptions,
  ) {}

  async list(call: Call<undefined, never, CalendarQuery>): Promise<Page> {
    const { service = [] } = ServiceFilter.parse(call.query);
    if (service.length > 0) await this.refuseUnknownServices(call, service);
    const query = { status: shownStatuses, ...call.query };
    return calendar.read(this.db, { ...withinScopes(call), query });
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
    if (entry === undefined) throw refusal(resourceNotFound);
    return this.feed(call, entry.labels, (bind) => `record.parties && ARRAY[${bind(party)}]::text[]`);
  }

  /**
   * A misspelt service would give an empty list, which would mean that the service has no dates. A service that is away
   * is still known.
   */
  private async refuseUnknownServices(by: By, names: readonly string[]): Promise<void> {
    const marking = await this.db.list<{ service: string }>(by, 'SELECT DISTINCT service FROM calendar_marking', []);
    const isKnown = (name: string) => this.descriptions.serves(name) || marking.some(({ service }) => service === name);
    const unknown = names.find((name) => !isKnown(name));
    if (unknown === undefined) return;
    throw inputFault('query', 'service', 'codeNotInList', `"${unknown}" is not a service: see \`service\` of an entry`);
  }

  /** The title of a record that the caller may see; 404 for anything else. */
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
    if (row === undefined) throw refusal(resourceNotFound);
    return row.title ?? { en: subject };
  }

  private async feed(call: Feed<string>, name: LocalizedText, topic: (bind: Bind) => string): Promise<TextAnswer> {
    const values: unknown[] = [];
    const bind: Bind = (value) => `$${values.push(value)}`;
    const by = withinScopes(call);
    const seen = by.actor.reach(calendarRelations).may?.(bind) ?? 'true';
    const entries = await this.db.list<FeedEntry & Record<string, unknown>>(
      by,
      nearest(
        `${topic(bind)} AND record.status = ANY(${bind(call.query.status ?? shownStatuses)}) AND (${seen})`,
        bind,
      ),
      values,
    );
    const { lang } = call.query;
    return new TextAnswer(({ publicUrl, preferred }) =>
      feedText(name, entries, { publicUrl, preferred: lang ?? preferred }),
    );
  }
}

/** Future dates come first, so that past ones cannot crowd out the next date; the remaining room is for past ones. */
function nearest(meant: string, bind: Bind): string {
  const [day, most] = [bind(today(new Date())), bind(mostEntries)];
  const entries = `
    SELECT record.id, record.subject, record.kind, record.on::text AS day, record.at, record.title, record.ref,
           record.record_version, record.recorded_at, record.plan_title,
           (record.ends_on + 1)::text AS ends_before, record.done_on::text
      FROM calendar AS record
     WHERE ${meant}`;
  return `
    WITH ahead AS (${entries} AND record.last_on >= ${day}::date ORDER BY record.on, record.id LIMIT ${most}),
    behind AS (${entries} AND record.last_on < ${day}::date AND record.last_on >= ${day}::date - ${bind(daysBack)}::int
                ORDER BY record.on DESC, record.id DESC LIMIT ${most} - (SELECT count(*) FROM ahead))
    SELECT * FROM ahead UNION ALL SELECT * FROM behind ORDER BY day, id`;
}
