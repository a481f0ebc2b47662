import { referenceList } from '@passerelle/domain/reference-list';
import { inOneLine } from '@passerelle/domain/text';
import fc from 'fast-check';
import ICAL from 'ical.js';
import { asIcalJs, asNodeIcal, nodeIcalReads } from './feed-readers.builder.js';
import { feedText, type FeedEntry } from './feed.js';

// Checked by a third-party parser, and by the line rules of RFC 5545.

const publicUrl = 'https://passerelle.example';
const anEntry = (state: Partial<FeedEntry> = {}): FeedEntry => ({
  id: '0193a5c4-7e1f-7000-8000-000000000001',
  subject: 'forumMeetings/0193a5c4-7e1f-7000-8000-000000000002',
  kind: 'forumMeeting',
  day: '2026-03-29',
  ends_before: null,
  at: null,
  title: { fr: 'Réunion; à huis clos', nl: 'Vergadering' },
  plan_title: null,
  done_on: null,
  ref: 'CO-2026-0001',
  record_version: 3,
  recorded_at: new Date('2026-02-01T10:11:12.345Z'),
  ...state,
});

const write = (entries: readonly FeedEntry[], ...preferred: ('fr' | 'nl' | 'en' | 'de')[]) =>
  feedText('Forum', entries, { publicUrl, preferred });
const parse = (text: string) => new ICAL.Component(ICAL.parse(text));
const events = (text: string) => parse(text).getAllSubcomponents('vevent');

it('writes a whole day as a date, with its record and status', () => {
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

it('writes several days up to the first one after them', () => {
  const [event] = events(write([anEntry({ ends_before: '2026-04-01' })]).text);
  const end = event?.getFirstProperty('dtend');
  expect([end?.type, String(end?.getFirstValue())]).toEqual(['date', '2026-04-01']);
});

it('names the plan before its part, and says when it was done', () => {
  const entry = anEntry({ plan_title: { fr: 'PRAS', nl: 'GBP' }, done_on: '2026-03-30' });
  const [event] = events(write([entry], 'nl').text);
  expect(event?.getFirstPropertyValue('summary')).toBe('Vergadering van het Forum: GBP: Vergadering');
  expect(event?.getFirstPropertyValue('description')).toBe('CO-2026-0001\nGedaan op 2026-03-30');
});

it('writes an instant as an instant', () => {
  const [event] = events(write([anEntry({ at: new Date('2026-03-29T22:00:00Z') })]).text);
  expect(String(event?.getFirstPropertyValue('dtstart'))).toBe('2026-03-29T22:00:00Z');
});

it('uses the requested language, and declares it', () => {
  const dutch = write([anEntry()], 'nl');
  expect(String(events(dutch.text)[0]?.getFirstPropertyValue('summary'))).toBe(
    'Vergadering van het Forum: Vergadering',
  );
  expect(dutch.languages).toEqual(['nl']);
  const german = write([anEntry()], 'de');
  expect(String(events(german.text)[0]?.getFirstPropertyValue('summary'))).toBe(
    'Sitzung des Forums: Réunion; à huis clos',
  );
  expect(german.languages).toEqual(['fr']);
});

it('has a label for each kind, and shows the code of an unknown kind', () => {
  const summaryOf = (kind: string) =>
    String(events(write([anEntry({ kind, title: null, ref: null })], 'en').text)[0]?.getFirstPropertyValue('summary'));
  for (const { code, labels } of referenceList('calendarKinds').entries) expect(summaryOf(code)).toBe(labels.en);
  expect(summaryOf('newerKind')).toBe('newerKind');
});

it('gives the same bytes for the same entries', () => expect(write([anEntry()]).text).toBe(write([anEntry()]).text));

it('without entries has a time zone, since a calendar has at least one component', () => {
  for (const name of ['Forum', 'END:VCALENDAR']) {
    const empty = parse(feedText(name, [], { publicUrl, preferred: [] }).text);
    expect(empty.getAllSubcomponents().map((part) => part.name)).toEqual(['vtimezone']);
    const zone = new ICAL.Timezone(empty.getAllSubcomponents('vtimezone')[0] ?? empty);
    const offset = (day: string) => zone.utcOffset(ICAL.Time.fromDateTimeString(`${day}T12:00:00`)) / 3_600;
    const days = ['2026-03-28', '2026-03-29', '2026-10-24', '2026-10-25'];
    expect([zone.tzid, ...days.map(offset)]).toEqual(['Europe/Brussels', 1, 2, 2, 1]);
    expect(asNodeIcal(empty.toString())).toEqual([]);
  }
});

/** Texts that people type, and texts that could break the format. */
const awkward = fc.constantFrom(
  '\\',
  '\\n',
  '\\,',
  '"',
  ';',
  ',',
  ':',
  '😀',
  '👩🏽‍🚀',
  'é',
  'e\u0301',
  'BEGIN:VEVENT',
  '\u00a0',
);
const oneLine = fc
  .array(fc.oneof(fc.string({ unit: 'grapheme', maxLength: 40 }), awkward), { minLength: 1, maxLength: 12 })
  .map((parts) =>
    parts
      .join('')
      .replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu, ' ')
      .trim(),
  )
  .filter((text) => text !== '');
const severalLines = fc.array(oneLine, { minLength: 2, maxLength: 3 }).map((lines) => lines.join('\n'));

describe('any title', () => {
  const entryOf = (text: string) => anEntry({ title: { en: text }, ends_before: '2026-04-01' });
  const feedOf = (text: string) => feedText(text, [entryOf(text)], { publicUrl, preferred: ['en'] }).text;
  const asRecorded = (text: string) => [
    { uid: anEntry().id, days: ['2026-03-29', '2026-03-31'], summary: `Forum meeting: ${text}` },
  ];

  it('is written in lines that every parser accepts', () => {
    const law = fc.property(fc.oneof(oneLine, severalLines), (text) => {
      const feed = feedOf(text);
      expect(feed.endsWith('END:VCALENDAR\r\n')).toBe(true);
      const lines = feed.slice(0, -2).split('\r\n');
      for (const line of lines) {
        expect(line).not.toMatch(/[\r\n]/);
        expect(line).not.toBe('');
        expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
      }
    });
    fc.assert(law, { numRuns: 300 });
  });

  it('is read as recorded by two parsers', () => {
    const law = fc.property(oneLine, (text) => {
      const feed = feedOf(text);
      expect(asIcalJs(feed)).toEqual(asRecorded(inOneLine(text)));
      expect(asNodeIcal(feed)).toEqual(asRecorded(nodeIcalReads(inOneLine(text))));
    });
    fc.assert(law, { numRuns: 1_000 });
  });

  it('with line breaks becomes one line', () => {
    const law = fc.property(severalLines, (text) => {
      const feed = feedOf(text);
      expect(asIcalJs(feed)).toEqual(asRecorded(inOneLine(text)));
      expect(asNodeIcal(feed)).toEqual(asRecorded(nodeIcalReads(inOneLine(text))));
    });
    fc.assert(law, { numRuns: 300 });
  });
});

describe('a foreign text', () => {
  const forged = 'RUP Noordrand\nBEGIN:VEVENT\nUID:forged-1\nSUMMARY:Forged: last day moved\nEND:VEVENT\nX-REST:';
  /** Every line separator that some reader accepts, and the delimiters of the grammar. */
  const parts = [
    '\r\n',
    '\n',
    '\r',
    '\u000b',
    '\u000c',
    '\u0085',
    '\u2028',
    '\u2029',
    '\u202e',
    '\0',
    '\t',
    ...';:,\\"^=é👩‍👧 a',
  ];
  const text = fc.oneof(
    fc.constant(forged),
    fc
      .array(fc.constantFrom('END:VEVENT', 'BEGIN:VEVENT', 'X-A:b', 'ATTENDEE:mailto:a@b', ...parts), {
        minLength: 1,
        maxLength: 60,
      })
      .map((each) => `a${each.join('')}b`),
  );

  it('adds no meaningful line, in any field', () => {
    const law = fc.property(text, text, text, (name, title, ref) => {
      const entry = anEntry({ title: { en: title }, ref });
      const feed = feedText(name, [entry], { publicUrl, preferred: ['en'] }).text;
      const untouched = feedText('a', [anEntry({ title: { en: 'a' }, ref: 'a' })], {
        publicUrl,
        preferred: ['en'],
      });
      const names = (file: string) =>
        file
          .split('\r\n')
          .filter((line) => !line.startsWith(' '))
          .map((line) => /^[^;:]*/.exec(line)?.[0]);
      expect(names(feed)).toEqual(names(untouched.text));
      for (const line of feed.split('\r\n')) {
        expect(line).not.toMatch(/[\p{Zl}\p{Zp}\p{Bidi_Control}]|[^\P{Cc}\t]/u);
        expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
      }
      // The parser knows neither property, and returns their values unparsed.
      for (const property of ['name', 'x-wr-calname'])
        expect(String(parse(feed).getFirstPropertyValue(property)).replace(/\\([\\;,])/g, '$1')).toBe(inOneLine(name));
      expect(String(events(feed)[0]?.getFirstPropertyValue('summary'))).toBe(`Forum meeting: ${inOneLine(title)}`);
    });
    fc.assert(law, { numRuns: 300 });
  });
});
