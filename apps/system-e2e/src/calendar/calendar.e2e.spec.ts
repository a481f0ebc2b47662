import { addDays, today } from '@passerelle/domain/period';
import { referenceEntry, referenceList } from '@passerelle/domain/reference-list';
import { subtractWorkingDays } from '@passerelle/domain/working-days';
import { httpClient, type HttpClient } from '@passerelle/testing/door';
import { until } from '@passerelle/testing/until';
import {
  asIcalJs,
  asNodeIcal,
  nodeIcalReads,
  type ReadEvent,
} from '../../../gateway/src/calendar/feed-readers.builder.js';
import { rebuildProjections } from '../../../gateway/src/rebuild.js';
import { consult, done, play } from '../consultation/play.ts';
import { onOwnSystem } from '../security/system.ts';

// The calendar of all services, as people and their calendar programs see it.

const system = onOwnSystem();
const now = today(new Date());
const day = (offset: number) => addDays(now, offset);
let as: (client: string) => HttpClient;
let planId: string;
let bodyId: string;

interface Entry {
  readonly id: string;
  readonly kind: string;
  readonly on: string;
  readonly endsOn?: string;
  readonly status: string;
  readonly doneOn?: string;
  readonly title?: Record<string, string>;
  readonly planTitle?: Record<string, string>;
  readonly ref?: string;
}

async function entries(query: string): Promise<Entry[]> {
  const found: Entry[] = [];
  for (let path = `/v1/calendar?pageSize=200&${query}`; path !== '';) {
    const { status, body } = await system.ask('GET', path, { headers: { 'accept-language': 'fr' } });
    expect(status).toBe(200);
    found.push(...body.items);
    path = body.next === undefined ? '' : new URL(body.next).pathname + new URL(body.next).search;
  }
  return found;
}
const dates = async (query: string) =>
  (await entries(query)).map(({ on, kind, doneOn }) => [on, kind, doneOn].filter(Boolean).join(' '));
const everyStatus = 'status=due&status=event&status=done';

beforeAll(async () => {
  await system.fill();
  as = (client) => httpClient(system.url, system.issuer.tokens[client]);
  ({ planId } = await play({ flanders: as('partner-flanders'), editor: as('editor'), approver: as('approver') }));
  await consult({ flanders: as('partner-flanders'), editor: as('editor') });
  const { body } = await system.ask('GET', '/v1/bodies?pageSize=1');
  bodyId = body.items[0].id;
  await done(as('editor'), '/activities', {
    ...{ kind: 'conference', title: { fr: 'Congrès: « 1, 2; \\ "3" » 😀', nl: 'Driedaags congres' }, bodyId },
    ...{ startsOn: day(-1), endsOn: day(1), part: 'attended', level: 'europe', objective: 'O3' },
    ...{ departments: ['generalDirectorate'], source: 'Invented for this test', classification: 'public' },
  });
  await announce();
  await until('the consultation is closed in the calendar too', async () => {
    const over = await dates(`planId=${planId}&status=done&kind=consultationDue`);
    const ofBody = await entries(`bodyId=${bodyId}&kind=activity&kind=positionDue&from=${day(1)}`);
    return over.length === 1 && ofBody.length === 2;
  });
});

/** A meeting of the body over two days, and a position for it. */
async function announce(): Promise<void> {
  const title = { fr: 'Réunion; avec « virgules, et » plus', nl: 'Vergadering' };
  const terms = { title, departments: ['generalDirectorate'], level: 'europe', classification: 'public' };
  const meeting = { ...terms, startsOn: day(40), endsOn: day(41) };
  const { id: bodyMeetingId } = await done(as('editor'), `/bodies/${bodyId}/bodyMeetings`, meeting);
  const interests = [{ topic: title, wording: title, priority: 'must', themes: ['planning'] }];
  await done(as('editor'), '/positions', { ...terms, bodyMeetingId, coordination: 'none', interests });
}

it('lists a meeting of a body on both of its days, and the last day for a position for it', async () => {
  for (const offset of [40, 41]) {
    const on = day(offset);
    const found = await entries(`bodyId=${bodyId}&kind=bodyMeeting&from=${on}&to=${on}`);
    expect(found).toMatchObject([{ on: day(40), endsOn: day(41) }]);
  }
  const [due] = await entries(`bodyId=${bodyId}&kind=positionDue`);
  expect(due?.on).toBe(subtractWorkingDays(day(40), 5));
});

it('has no due date of a closed consultation, and shows when it was done', async () => {
  const kinds = 'kind=consultationReplyDue&kind=consultationDue';
  expect(await dates(`planId=${planId}&${kinds}`)).toEqual([]);
  expect(await dates(`planId=${planId}&${kinds}&status=done`)).toEqual([
    `${day(14)} consultationReplyDue ${now}`,
    `${day(75)} consultationDue ${now}`,
  ]);
  // The inquiry on the plan is running: its first day has passed, its last has not.
  expect(await dates(`planId=${planId}&kind=inquiryStart&kind=inquiryEnd`)).toEqual([`${day(60)} inquiryEnd`]);
});

it('lists a congress on each of its three days', async () => {
  for (const offset of [-1, 0, 1]) {
    const on = day(offset);
    expect(await entries(`bodyId=${bodyId}&from=${on}&to=${on}`)).toMatchObject([{ on: day(-1), endsOn: day(1) }]);
  }
  expect(await entries(`bodyId=${bodyId}&kind=activity&from=${day(2)}`)).toEqual([]);
  const { text } = await system.ask('GET', `/v1/calendar.ics?bodyId=${bodyId}`);
  expect(text).toContain(`DTEND;VALUE=DATE:${day(2).replaceAll('-', '')}`);
});

const named = ({ kind, planTitle = {}, title = {} }: Entry): string =>
  [referenceEntry('calendarKinds', kind)?.labels.fr, ...[planTitle, title].flatMap((text) => Object.values(text))].join(
    ': ',
  );

const asRead = (entry: Entry): ReadEvent => ({
  uid: entry.id,
  days: [entry.on, entry.endsOn ?? entry.on],
  summary: named(entry),
});

const ids = async (list: string): Promise<string[]> => {
  const { body } = await system.ask('GET', `/v1/${list}?pageSize=200`);
  return body.items.map(({ id }: { id: string }) => id);
};

it('equals the file with each filter, in two parsers', async () => {
  const feeds = [
    ...['due=true', 'due=false', everyStatus],
    ...referenceList('departments').entries.map(({ code }) => `department=${code}`),
    ...referenceList('parties').entries.map(({ code }) => `party=${code}`),
    ...(await ids('bodies')).map((id) => `bodyId=${id}`),
    ...(await ids('plans')).map((id) => `planId=${id}`),
  ];
  let events = 0;
  for (const query of feeds) {
    const { status, text } = await system.ask('GET', `/v1/calendar.ics?lang=fr&${query}`);
    expect([query, status]).toEqual([query, 200]);
    const expected = (await entries(`${query}&from=${day(-366)}`)).map(asRead).sort((a, b) => (a.uid < b.uid ? -1 : 1));
    expect(asIcalJs(text)).toEqual(expected);
    expect(asNodeIcal(text)).toEqual(expected.map((event) => ({ ...event, summary: nodeIcalReads(event.summary) })));
    events += expected.length;
  }
  expect(events).toBeGreaterThan(10);
  process.stderr.write(`${feeds.length} files with ${events} events, read alike by two parsers\n`);
});

it('is the same after a rebuild from the ledger', async () => {
  await system.settled();
  const live = await entries(everyStatus);
  expect(live.some(({ status }) => status === 'done')).toBe(true);
  await rebuildProjections(system.app('gateway').database, new Date());
  expect(await entries(everyStatus)).toEqual(live);
});
