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
  return `${calendar.toString()}\r\n`;
}

function withPlainTexts(event: ICalEventData): ICalEventData {
  const { summary = '', description, location } = event;
  return {
    ...event,
    summary: inOneLine(summary),
    ...(typeof description === 'string' ? { description: inSeveralLines(description) } : {}),
    ...(typeof location === 'string' ? { location: inOneLine(location) } : {}),
  };
}
