import { Controller } from '@nestjs/common';
import type { Page } from '@passerelle/platform/data/lists';
import { Operation, text, type Call, type TextAnswer } from '@passerelle/platform/runtime/operations';
import { resourceNotFound } from '@passerelle/platform/kernel/problems';
import { calendar, feedParams, FeedQuery, type CalendarQuery } from './calendar.schema.js';
import { CalendarService } from './calendar.service.js';

const feed = {
  resource: 'calendarFeeds',
  description:
    'iCalendar (RFC 5545) for a calendar program: future dates and those of the last year, at most 2,000: the next ones first, then the latest past ones. Without a token it contains public dates only.',
  scope: 'public',
  query: FeedQuery,
  returns: text('text/calendar'),
  refuses: [resourceNotFound],
} as const;

@Controller()
export class CalendarController {
  constructor(private readonly dates: CalendarService) {}

  @Operation({
    route: 'GET /calendar',
    summary: 'List the dates of all records, by day',
    description: 'Dates of the records of every service that the caller may see. Answered by the service `gateway`.',
    scope: 'public',
    query: calendar.query,
    returns: calendar.page,
  })
  list(call: Call<undefined, never, CalendarQuery>): Promise<Page> {
    return this.dates.list(call);
  }

  @Operation({ ...feed, route: 'GET /calendar/bodies/{bodyId}.ics', summary: 'Subscribe to the dates of a body' })
  readOfBody(call: Call<undefined, 'bodyId', FeedQuery>): Promise<TextAnswer> {
    return this.dates.ofBody(call);
  }

  @Operation({
    ...feed,
    route: 'GET /calendar/parties/{party}.ics',
    summary: 'Subscribe to the dates that are shared with a party',
    params: feedParams,
  })
  readOfParty(call: Call<undefined, 'party', FeedQuery>): Promise<TextAnswer> {
    return this.dates.ofParty(call);
  }

  @Operation({ ...feed, route: 'GET /calendar/plans/{planId}.ics', summary: 'Subscribe to the dates of a plan' })
  readOfPlan(call: Call<undefined, 'planId', FeedQuery>): Promise<TextAnswer> {
    return this.dates.ofPlan(call);
  }
}
