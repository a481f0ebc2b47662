import type { Language } from '@passerelle/domain/language';
import { bestText, lookupOrder, type LocalizedText } from '@passerelle/domain/localized-text';
import { referenceList } from '@passerelle/domain/reference-list';
import { ICalEventTransparency, type ICalEventData } from 'ical-generator';
import { calendarFile } from './calendar-file.js';

// Entries as an iCalendar (RFC 5545): the same entries give the same bytes, so that unchanged feeds answer 304.

export interface FeedEntry {
  readonly id: string;
  /** `forumMeetings/<uuid>` */
  readonly subject: string;
  readonly kind: string;
  readonly day: string;
  /** The first day after it, if it lasts several. */
  readonly ends_before: string | null;
  readonly at: Date | null;
  readonly title: LocalizedText | null;
  /** Title of the plan that the record is part of, if it differs from the record's. */
  readonly plan_title: LocalizedText | null;
  readonly done_on: string | null;
  readonly ref: string | null;
  readonly record_version: number;
  readonly recorded_at: Date;
}

export interface Readers {
  readonly publicUrl: string;
  /** In order of preference. */
  readonly preferred: readonly Language[];
}

/** Programs refresh after this many seconds. */
const refreshSec = 6 * 3_600;

export function feedText(
  name: string,
  entries: readonly FeedEntry[],
  readers: Readers,
): { text: string; languages: Language[] } {
  const named = entries.flatMap(({ plan_title: plan, title }) => [plan ?? [], title ?? []].flat());
  const titles = named.map((text) => bestText(text, readers.preferred));
  const events = entries.map((entry) => eventOf(entry, readers));
  const text = calendarFile({ name, refreshSec, events });
  return { text, languages: titles.map(({ language }) => language) };
}

/** Dates are whole days in any time zone of the reader; a due date does not mark the reader as busy. */
function eventOf(entry: FeedEntry, { publicUrl, preferred }: Readers): ICalEventData {
  const { id, subject, record_version: version, recorded_at } = entry;
  return {
    id,
    stamp: recorded_at,
    sequence: version,
    ...timeOf(entry),
    summary: summaryOf(entry, preferred),
    ...descriptionOf(entry, preferred),
    url: `${publicUrl}/v1/${subject}`,
    transparency: ICalEventTransparency.TRANSPARENT,
  };
}

/** DTEND is the first day after an event (RFC 5545, 3.6.1); a single day needs none. */
function timeOf({ day, ends_before: end, at }: FeedEntry): Pick<ICalEventData, 'start' | 'end' | 'allDay'> {
  if (at !== null) return { start: at };
  return { start: midnight(day), ...(end === null ? {} : { end: midnight(end) }), allDay: true };
}

const midnight = (day: string): Date => new Date(`${day}T00:00:00Z`);

/** Kind, plan and title: parts of different plans can have the same title. */
function summaryOf({ kind, plan_title: plan, title, ref }: FeedEntry, preferred: Readers['preferred']): string {
  const named = [plan, title].flatMap((text) => (text === null ? [] : bestText(text, preferred).text));
  return [labelOf(kind, preferred), ...(title === null && ref !== null ? [...named, ref] : named)].join(': ');
}

const doneOn = { fr: 'Fait le', nl: 'Gedaan op', en: 'Done on', de: 'Erledigt am' } as const;

/** In iCalendar only a VTODO can be completed, so an entry says it in its text. */
function descriptionOf({ ref, done_on: day }: FeedEntry, preferred: Readers['preferred']): { description?: string } {
  const [language = 'fr'] = lookupOrder(preferred);
  const lines = [...(ref === null ? [] : [ref]), ...(day === null ? [] : [`${doneOn[language]} ${day}`])];
  return lines.length === 0 ? {} : { description: lines.join('\n') };
}

/** A kind of a newer service may be missing from this list: its code is shown instead. */
function labelOf(kind: string, preferred: readonly Language[]): string {
  const entry = referenceList('calendarKinds').entries.find(({ code }) => code === kind);
  const [language = 'fr'] = lookupOrder(preferred);
  return entry?.labels[language] ?? kind;
}
