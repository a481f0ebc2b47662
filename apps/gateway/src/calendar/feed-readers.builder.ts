/** For tests: reads a feed with two independent third-party parsers. */
import { addDays } from '@passerelle/domain/period';
import ICAL from 'ical.js';
import { sync, type VEvent } from 'node-ical';

export interface ReadEvent {
  readonly uid: string;
  /** First and last day; equal for a single day. */
  readonly days: readonly [string, string];
  readonly summary: string;
}

const byUid = (a: ReadEvent, b: ReadEvent): number => (a.uid < b.uid ? -1 : 1);
/** DTEND of an event is the first day after it. */
const span = (first: string, end: string | undefined): ReadEvent['days'] => [
  first,
  end === undefined ? first : addDays(end, -1),
];

/** `ical.js` of Mozilla. */
export function asIcalJs(text: string): ReadEvent[] {
  const events = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map((event) => {
    const valueOf = (name: string): string | undefined => event.getFirstPropertyValue(name)?.toString();
    return {
      uid: valueOf('uid') ?? '',
      days: span(valueOf('dtstart') ?? '', valueOf('dtend')),
      summary: valueOf('summary') ?? '',
    };
  });
  return events.sort(byUid);
}

/** `node-ical`, which has another parser: a date is midnight in the machine's time zone. */
export function asNodeIcal(text: string): ReadEvent[] {
  const events = Object.values(sync.parseICS(text)).filter((part): part is VEvent => part?.type === 'VEVENT');
  return events
    .map(({ uid, start, end, summary }) => ({
      uid,
      days: span(localDay(start), end === undefined ? undefined : localDay(end)),
      summary: typeof summary === 'string' ? summary : summary.val,
    }))
    .sort(byUid);
}

/**
 * The parser undoes escapes one after the other, so that it turns a backslash followed by `n` into a backslash and a
 * line break: the one text that it does not read as recorded.
 */
export const nodeIcalReads = (text: string): string => text.replace(/(?<=\\)n/gi, '\n');

const localDay = (at: Date): string =>
  [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
