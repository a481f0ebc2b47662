import { granted, maySee, shared } from '@passerelle/platform/access/rights';
import { httpClient, type HttpClient } from '@passerelle/testing/door';
import { anonymous, partnerFlanders, partnerWallonia } from '@passerelle/testing/start-app';
import { until } from '@passerelle/testing/until';
import { onOwnSystem } from '../security/system.ts';
import { play, type Played } from './play.ts';

// Brussels and Flanders play a consultation from notice to decision. This suite checks the facts in the outbox, their
// order and their readers; and that a third region learns nothing of it, at any address.

const system = onOwnSystem();
let played: Played;
let flanders: HttpClient;
let wallonia: HttpClient;

beforeAll(async () => {
  const as = (client: string) => httpClient(system.url, system.issuer.tokens[client]);
  [flanders, wallonia] = [as('partner-flanders'), as('partner-wallonia')];
  played = await play({ flanders, editor: as('editor'), approver: as('approver') });
});

interface Logged {
  readonly product: string;
  readonly type: string;
  readonly data: string;
}

const log = (): Promise<Logged[]> =>
  system
    .app('cooperation')
    .database.query<Logged>(
      `SELECT product, type, data FROM event_log WHERE product = 'internal' AND type NOT LIKE 'audit.%' ORDER BY position`,
    );

/** The regions that may read a fact, by its classification and parties. */
function readers(data: string): string[] {
  const record = JSON.parse(data);
  const callers = { anyone: anonymous, 'BE-VLG': partnerFlanders, 'BE-WAL': partnerWallonia };
  return Object.entries(callers).flatMap(([name, caller]) =>
    maySee({ caller, home: 'BE-BRU' }, record) ? [name] : [],
  );
}

it('leaves one fact per act, in order, for the two regions only', async () => {
  const rows = await log();
  const told = rows.map(({ product, type, data }) => {
    const { classification, parties } = JSON.parse(data);
    return `${product} ${type} ${classification} ${[...parties].sort().join('+')} -> ${readers(data).join()}`;
  });
  const about = (type: string) => `internal ${type} internal BE-BRU+BE-VLG -> BE-VLG`;
  const ofPlan = told.filter((line) => / plan\w*\./.test(line));
  expect(ofPlan.every((line) => line.endsWith('internal BE-BRU+BE-VLG -> BE-VLG'))).toBe(true);
  expect(told.filter((line) => !ofPlan.includes(line))).toEqual(
    [
      'consultations.opened',
      'consultations.acknowledged',
      'consultations.entered',
      'consultations.timeframeProposed',
      'consultations.timeframeAgreed',
      'consultations.extensionProposed',
      'consultations.extended',
      'consultations.opinionReceived',
      'opinions.submitted',
      'consultations.answered',
      'opinions.answered',
      'consultations.decisionCommunicated',
      'consultations.closed',
    ].map(about),
  );
  process.stdout.write(`${told.join('\n')}\n`);
});

it('ends closed, with every mark set', () => {
  expect(played.ended).toMatchObject({
    status: 'closed',
    direction: 'incoming',
    ...{ authorParty: 'BE-VLG', affectedParty: 'BE-BRU', days: 75, opinionLate: false, unanswered: false },
    ...{ notSimultaneous: false, evidence: [] },
  });
  expect(played.ended.extensions).toHaveLength(1);
});

it('reads the same for both sides', async () => {
  for (const path of [`consultations/${played.consultationId}`, `opinions/${played.opinionId}`]) {
    const [theirs, ours] = [await flanders('GET', `/v1/${path}`), await system.ask('GET', `/v1/${path}`)];
    expect([theirs.status, ours.status]).toEqual([200, 200]);
    expect(theirs.text).toBe(ours.text);
  }
  const answered = (await flanders('GET', `/v1/opinions/${played.opinionId}`)).body;
  expect(answered.points.map(({ answer }: { answer: string }) => answer)).toEqual(['accepted', 'partly']);
});

it('allows each side only its own acts', async () => {
  const address = `/v1/consultations/${played.consultationId}/transitions`;
  const act = async (ask: HttpClient, transition: string, given: object) =>
    (await ask('POST', address, { body: { transition, ...given } })).status;
  expect(await act(flanders, 'reply', { wish: 'yes' })).toBe(403);
  expect(await act(flanders, 'acknowledge', {})).toBe(403);
  expect(await act(wallonia, 'close', {})).toBe(404);
});

it('counts in the figures as defined', async () => {
  const year = new Date().getUTCFullYear();
  const figure = async (code: string) => {
    const { body } = await system.ask('GET', `/v1/indicators/${code}/observations?period=${year}`);
    const [found] = body.items;
    return found === undefined ? undefined : [found.value, found.numerator, found.denominator];
  };
  await until('the answers are in the figures', async () => (await figure('R3.5'))?.[2] === 2);
  // Of two points one was accepted and one in part; the one notice was answered, and was sent on the first day of the
  // inquiry.
  expect(await figure('R3.5')).toEqual([75, 1.5, 2]);
  expect(await figure('O1.3')).toEqual([0, 0, 1]);
  expect(await figure('O1.4')).toEqual([0, 1, 1]);
});

it('is on the calendar of the two regions only; settled dates are shown on request', async () => {
  const all = 'status=due&status=event&status=done';
  const dates = async (ask: HttpClient, query = '') =>
    (await ask('GET', `/v1/calendar?planId=${played.planId}&${query}`)).body.items.map(
      ({ kind, status }: { kind: string; status: string }) => `${kind} ${status}`,
    );
  const [due, done] = [['inquiryEnd due'], ['inquiryStart done', 'consultationReplyDue done', 'consultationDue done']];
  await until('all acts are on the calendar', async () => (await dates(system.ask, 'status=done')).length === 3);
  expect(await dates(system.ask)).toEqual(due);
  expect(await dates(flanders)).toEqual(due);
  expect(await dates(flanders, 'status=done')).toEqual(done);
  expect(await dates(wallonia, all)).toEqual([]);
  const feed = async (ask: HttpClient, query = '') =>
    (await ask('GET', `/v1/calendar.ics?planId=${played.planId}&${query}`)).text;
  expect((await feed(flanders)).match(/BEGIN:VEVENT/g)).toHaveLength(1);
  expect((await feed(flanders, all)).match(/BEGIN:VEVENT/g)).toHaveLength(4);
  expect(await feed(wallonia, all)).not.toMatch(/VEVENT|Noordrand/);
});

describe('a third region', () => {
  it('gets 404 at every address', async () => {
    const addresses = [
      `/v1/plans/${played.planId}`,
      `/v1/consultations/${played.consultationId}`,
      `/v1/opinions/${played.opinionId}`,
    ];
    const nothing = '0193a5c4-7e1f-7000-8000-0000000000ff';
    for (const address of addresses) {
      const [hidden, absent] = [
        await wallonia('GET', address),
        await wallonia('GET', address.replace(/[^/]+$/, nothing)),
      ];
      expect(hidden.status).toBe(404);
      expect({ ...hidden.body, instance: '' }).toEqual({ ...absent.body, instance: '' });
    }
  });

  it('finds nothing in any list, under any filter, and no total above zero', async () => {
    const lists = ['plans', 'planComponents', 'planNotices', 'procedureSteps', 'consultations', 'opinions'];
    for (const list of lists) {
      const { body } = await wallonia('GET', `/v1/${list}?total=true`);
      expect({ list, items: body.items, total: body.total }).toEqual({ list, items: [], total: 0 });
      const { body: theirs } = await flanders('GET', `/v1/${list}?total=true`);
      expect([list, theirs.total > 0]).toEqual([list, true]);
    }
    const filters = [`planId=${played.planId}`, 'authorParty=BE-VLG', 'status=closed', 'q=Noordrand'];
    for (const filter of filters)
      expect((await wallonia('GET', `/v1/consultations?total=true&${filter}`)).body.total).toBe(0);
  });

  it('is granted nothing but its own records', () => {
    expect([...granted(shared, partnerWallonia, 'BE-BRU')].sort()).toEqual(['party', 'public']);
  });
});
