import { Injectable } from '@nestjs/common';
import { addDays, today } from '@passerelle/domain/period';
import type { Page } from '@passerelle/platform/data/lists';
import { Database } from '@passerelle/platform/data/database';
import { TextAnswer, type Call } from '@passerelle/platform/runtime/operations';
import type { Bind } from '@passerelle/platform/access/rights';
import { KnownServices } from './known-services.js';
import {
  calendar,
  calendarFilters,
  calendarRelations,
  FileTexts,
  shownStatuses,
  type CalendarQuery,
  type FileQuery,
} from './calendar.schema.js';
import { feedText, type FeedEntry } from './feed.js';
import { withinScopes } from './scopes.js';

/** A file begins a year ago, and has up to this many entries; the nearest ones are kept. */
const daysBack = 366;
const mostEntries = 2_000;

@Injectable()
export class CalendarService {
  constructor(
    private readonly db: Database,
    private readonly services: KnownServices,
  ) {}

  async list(call: Call<undefined, never, CalendarQuery>): Promise<Page> {
    await this.services.refuseUnknown(call, 'query', call.query);
    const query = { status: shownStatuses, ...call.query };
    return calendar.read(this.db, { ...withinScopes(call), query });
  }

  async file(call: Call<undefined, never, FileQuery>): Promise<TextAnswer> {
    await this.services.refuseUnknown(call, 'query', call.query);
    const day = today(new Date());
    const values: unknown[] = [];
    const bind: Bind = (value) => `$${values.push(value)}`;
    const by = withinScopes(call);
    const asked: Asked = { from: addDays(day, -daysBack), status: shownStatuses, ...call.query };
    const conditions = [...conditionsOf(asked, bind), by.actor.reach(calendarRelations).may?.(bind) ?? 'true'];
    const meant = conditions.map((condition) => `(${condition})`).join(' AND ');
    const sql = nearest(meant, bind(day), bind(mostEntries));
    const entries = await this.db.list<FeedEntry & Record<string, unknown>>(by, sql, values);
    const { lang, name = 'Passerelle' } = FileTexts.parse(call.query);
    return new TextAnswer(({ publicUrl, preferred }) =>
      feedText(name, entries, { publicUrl, preferred: lang ?? preferred }),
    );
  }
}

type Asked = Readonly<Record<string, unknown>>;

const conditionsOf = (asked: Asked, bind: Bind): string[] =>
  Object.entries(calendarFilters).flatMap(([name, { sql }]) =>
    asked[name] === undefined ? [] : [sql(asked[name], bind)],
  );

/** Future dates come first, so that past ones cannot crowd out the next date; the remaining room is for past ones. */
function nearest(meant: string, day: string, most: string): string {
  const entries = `
    SELECT record.id, record.subject, record.kind, record.on::text AS day, record.at, record.title, record.ref,
           record.record_version, record.recorded_at, record.plan_title,
           (record.ends_on + 1)::text AS ends_before, record.done_on::text
      FROM calendar AS record
     WHERE ${meant}`;
  return `
    WITH ahead AS (${entries} AND record.last_on >= ${day}::date ORDER BY record.on, record.id LIMIT ${most}),
    behind AS (${entries} AND record.last_on < ${day}::date
                ORDER BY record.on DESC, record.id DESC LIMIT ${most} - (SELECT count(*) FROM ahead))
    SELECT * FROM ahead UNION ALL SELECT * FROM behind ORDER BY day, id`;
}
