import { referenceList } from '@passerelle/domain/reference-list';
import fc from 'fast-check';
import ICAL from 'ical.js';
import { feedText, type FeedEntry } from './feed.js';

// Judged by a parser that is not ours, and by the rules of RFC 5545 on lines.

const publicUrl = 'https://passerelle.example';
const anEntry = (state: Partial<FeedEntry> = {}): FeedEntry => ({
  id: '0193a5c4-7e1f-7000-8000-000000000001',
  subject: 'forumMeetings/0193a5c4-7e1f-7000-8000-000000000002',
  kind: 'forumMeeting',
  day: '2026-03-29',
  at: null,
  title: { fr: 'Réunion; à huis clos', nl: 'Vergadering' },
  ref: 'CO-2026-0001',
  record_version: 3,
  recorded_at: new Date('2026-02-01T10:11:12.345Z'),
  ...state,
});

const write = (entries: readonly FeedEntry[], ...preferred: ('fr' | 'nl' | 'en' | 'de')[]) =>
  feedText({ fr: 'Forum', nl: 'Het Forum' }, entries, { publicUrl, preferred });
const parse = (text: string) => new ICAL.Component(ICAL.parse(text));
const events = (text: string) => parse(text).getAllSubcomponents('vevent');

it('writes a day as a day, and says which record it is and in which state', () => {
  const [event] = events(write([anEntry()]).text);
  const start = event?.getFirstProperty('dtstart');
  expect([start?.type, String(start?.getFirstValue())]).toEqual(['date', '2026-03-29']);
  const valueOf = (name: string) => String(event?.getFirstPropertyValue(name));
  expect(valueOf('uid')).toBe('0193a5c4-7e1f-7000-8000-000000000001');
  expect(valueOf('dtstamp')).toBe('2026-02-01T10:11:12Z');
  expect(valueOf('sequence')).toBe('3');
  expect(valueOf('summary')).toBe('Réunion du Forum: Réunion; à huis clos');
  expect(valueOf('url')).toBe(`${publicUrl}/v1/forumMeetings/0193a5c4-7e1f-7000-8000-000000000002`);
  expect(valueOf('transp')).toBe('TRANSPARENT');
});

it('writes an instant as an instant', () => {
  const [event] = events(write([anEntry({ at: new Date('2026-03-29T22:00:00Z') })]).text);
  expect(String(event?.getFirstPropertyValue('dtstart'))).toBe('2026-03-29T22:00:00Z');
});

it('speaks the language that is asked for, and says which it spoke', () => {
  const dutch = write([anEntry()], 'nl');
  expect(String(events(dutch.text)[0]?.getFirstPropertyValue('summary'))).toBe(
    'Vergadering van het Forum: Vergadering',
  );
  expect(dutch.languages).toEqual(['nl', 'nl']);
  const german = write([anEntry()], 'de');
  expect(String(events(german.text)[0]?.getFirstPropertyValue('summary'))).toBe(
    'Sitzung des Forums: Réunion; à huis clos',
  );
  expect(german.languages).toEqual(['fr', 'fr']);
});

it('knows a label for each kind, and takes the code of one that it does not know yet', () => {
  const summaryOf = (kind: string) =>
    String(events(write([anEntry({ kind, title: null, ref: null })], 'en').text)[0]?.getFirstPropertyValue('summary'));
  for (const { code, labels } of referenceList('calendarKinds').entries) expect(summaryOf(code)).toBe(labels.en);
  expect(summaryOf('newerKind')).toBe('newerKind');
});

it('gives the same bytes for the same entries, and a calendar without any', () => {
  expect(write([anEntry()]).text).toBe(write([anEntry()]).text);
  expect(events(write([]).text)).toEqual([]);
});

it('writes any title in lines that every reader takes', () => {
  const title = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 300 })
    .map((text) => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ').trim())
    .filter((text) => text !== '');
  const law = fc.property(title, (text) => {
    const feed = write([anEntry({ title: { en: text } })], 'en').text;
    expect(feed.endsWith('END:VCALENDAR\r\n')).toBe(true);
    const lines = feed.slice(0, -2).split('\r\n');
    for (const line of lines) {
      expect(line).not.toMatch(/[\r\n]/);
      expect(line).not.toBe('');
      expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    }
    expect(String(events(feed)[0]?.getFirstPropertyValue('summary'))).toBe(`Forum meeting: ${text}`);
  });
  fc.assert(law, { numRuns: 300 });
});
