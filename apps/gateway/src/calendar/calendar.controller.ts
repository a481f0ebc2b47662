import { Controller } from '@nestjs/common';
import type { Page } from '@passerelle/platform/data/lists';
import { resourceNotFound } from '@passerelle/platform/kernel/problems';
import { Operation, text, type Call, type TextAnswer } from '@passerelle/platform/runtime/operations';
import { calendar, FileQuery, type CalendarQuery } from './calendar.schema.js';
import { CalendarService } from './calendar.service.js';

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

  @Operation({
    id: 'subscribeToCalendar',
    route: 'GET /calendar.ics',
    resource: 'calendar',
    summary: 'Subscribe to the dates of all records with a calendar program',
    description:
      'iCalendar (RFC 5545), with the filters of the list. Unless `from` says otherwise it begins a year ago; it has at most 2,000 dates: the next ones first, then the latest past ones. Without a token it contains public dates only; a program that sends no header reads its address from `POST /v1/calendarFeeds`.',
    scope: 'public',
    query: FileQuery,
    refuses: [resourceNotFound],
    returns: text('text/calendar'),
  })
  subscribe(call: Call<undefined, never, FileQuery>): Promise<TextAnswer> {
    return this.dates.file(call);
  }
}
