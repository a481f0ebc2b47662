import { inOneLine, inSeveralLines } from '@passerelle/domain/text';
import ical, { escape, type ICalEventData } from 'ical-generator';

// Writes iCalendar (RFC 5545), a line-based format: an unescaped line break in a text would start a forged property or
// event. The library escapes and folds the fields of events, but not those of the calendar, and does not treat U+0085
// and U+2028 as line breaks, although some readers do.

interface CalendarFile {
  readonly name: string;
  /** Programs refresh after this many seconds. */
  readonly refreshSec: number;
  readonly events: readonly ICalEventData[];
}

export function calendarFile({ name, refreshSec, events }: CalendarFile): string {
  const calendar = ical({
    prodId: '//Passerelle//Calendar//EN',
    name: escape(inOneLine(name), false),
    ttl: refreshSec,
    events: events.map(withPlainTexts),
  });
  const text = `${calendar.toString()}\r\n`;
  return events.length === 0 ? text.replace(/(?=END:VCALENDAR\r\n$)/, timeZone) : text;
}

/** A calendar has at least one component (RFC 5545, 3.6): one without dates has its time zone, by the rule since 1996. */
const timeZone = [
  ...['BEGIN:VTIMEZONE', 'TZID:Europe/Brussels'],
  ...['BEGIN:DAYLIGHT', 'DTSTART:19960331T020000', 'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU'],
  ...['TZOFFSETFROM:+0100', 'TZOFFSETTO:+0200', 'TZNAME:CEST', 'END:DAYLIGHT'],
  ...['BEGIN:STANDARD', 'DTSTART:19961027T030000', 'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU'],
  ...['TZOFFSETFROM:+0200', 'TZOFFSETTO:+0100', 'TZNAME:CET', 'END:STANDARD', 'END:VTIMEZONE', ''],
].join('\r\n');

function withPlainTexts(event: ICalEventData): ICalEventData {
  const { summary = '', description, location } = event;
  return {
    ...event,
    summary: inOneLine(summary),
    ...(typeof description === 'string' ? { description: inSeveralLines(description) } : {}),
    ...(typeof location === 'string' ? { location: inOneLine(location) } : {}),
  };
}
