import type { Language } from '@passerelle/domain/language';
import { bestText, lookupOrder, type LocalizedText } from '@passerelle/domain/localized-text';
import { referenceList } from '@passerelle/domain/reference-list';
import ical, { ICalEventTransparency, type ICalEventData } from 'ical-generator';

// Entries as an iCalendar (RFC 5545): the same entries give the same bytes, so that nothing new is 304.

export interface FeedEntry {
  readonly id: string;
  /** `forumMeetings/<uuid>` */
  readonly subject: string;
  readonly kind: string;
  readonly day: string;
  readonly at: Date | null;
  readonly title: LocalizedText | null;
  readonly ref: string | null;
  readonly record_version: number;
  readonly recorded_at: Date;
}

export interface Readers {
  readonly publicUrl: string;
  /** Most wanted first. */
  readonly preferred: readonly Language[];
}

/** Programs ask again after so many seconds. */
const refreshSec = 6 * 3_600;

export function feedText(
  name: LocalizedText,
  entries: readonly FeedEntry[],
  readers: Readers,
): { text: string; languages: Language[] } {
  const titles = [name, ...entries.flatMap(({ title }) => title ?? [])].map((text) =>
    bestText(text, readers.preferred),
  );
  const calendar = ical({
    prodId: '//Passerelle//Calendar//EN',
    name: titles[0]?.text ?? '',
    ttl: refreshSec,
    events: entries.map((entry) => eventOf(entry, readers)),
  });
  return { text: `${calendar.toString()}\r\n`, languages: titles.map(({ language }) => language) };
}

/** Days last whole days, whatever the clock of the reader shows; a date that is due keeps nobody busy. */
function eventOf(entry: FeedEntry, { publicUrl, preferred }: Readers): ICalEventData {
  const { id, subject, kind, day, at, title, ref, record_version: version, recorded_at } = entry;
  const label = labelOf(kind, preferred);
  const words = title === null ? ref : bestText(title, preferred).text;
  return {
    id,
    stamp: recorded_at,
    sequence: version,
    ...(at === null ? { start: new Date(`${day}T00:00:00Z`), allDay: true } : { start: at }),
    summary: words === null ? label : `${label}: ${words}`,
    ...(ref === null ? {} : { description: ref }),
    url: `${publicUrl}/v1/${subject}`,
    transparency: ICalEventTransparency.TRANSPARENT,
  };
}

/** A kind that a newer service marks may not be in this list yet: its code stands for it. */
function labelOf(kind: string, preferred: readonly Language[]): string {
  const entry = referenceList('calendarKinds').entries.find(({ code }) => code === kind);
  const [language = 'fr'] = lookupOrder(preferred);
  return entry?.labels[language] ?? kind;
}
