import { granted, maySee, shared } from '@passerelle/platform/rights';
import { httpClient, type HttpClient } from '@passerelle/testing/door';
import { anonymous, partnerFlanders, partnerWallonia } from '@passerelle/testing/start-app';
import { cooperation } from '../../apps/cooperation/src/cooperation.js';
import { gateway } from '../../apps/gateway/src/gateway.js';
import { networks } from '../../apps/networks/src/networks.js';
import { projects } from '../../apps/projects/src/projects.js';
import { representation } from '../../apps/representation/src/representation.js';
import { until } from '@passerelle/testing/until';
import { System } from '../security/system.ts';
import { play, type Played } from './play.ts';

// Brussels and Flanders play a consultation from notice to decision. What stands in the log, in what order, and to whom it
// would go; and that a third region learns nothing of it, at any address.

const system = new System();
let played: Played;
let flanders: HttpClient;
let wallonia: HttpClient;

beforeAll(async () => {
  await system.start([cooperation, representation, networks, projects], gateway);
  const as = (client: string) => httpClient(system.url, system.issuer.tokens[client]);
  [flanders, wallonia] = [as('partner-flanders'), as('partner-wallonia')];
  played = await play({ flanders, editor: as('editor'), approver: as('approver') });
}, 120_000);

afterAll(() => system.stop(), 60_000);

interface Logged {
  readonly product: string;
  readonly type: string;
  readonly data: string;
}

const log = (): Promise<Logged[]> =>
  system
    .app('cooperation')
    .database.query<Logged>(
      `SELECT product, type, data FROM event_log WHERE type NOT LIKE 'audit.%' ORDER BY position`,
    );

/** Whom a fact would go to, by the classification and the parties that it carries. */
function readers(data: string): string[] {
  const record = JSON.parse(data);
  const callers = { anyone: anonymous, 'BE-VLG': partnerFlanders, 'BE-WAL': partnerWallonia };
  return Object.entries(callers).flatMap(([name, caller]) =>
    maySee({ caller, home: 'BE-BRU' }, record) ? [name] : [],
  );
}

it('leaves one fact for each act, in order, for the two regions and nobody else', async () => {
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
      'opinions.submitted',
      'consultations.opinionReceived',
      'opinions.answered',
      'consultations.answered',
      'consultations.decisionCommunicated',
      'consultations.closed',
    ].map(about),
  );
  process.stdout.write(`${told.join('\n')}\n`);
});

it('ends closed, with every mark in its place', () => {
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

it('lets each side do its own acts only', async () => {
  const act = async (ask: HttpClient, path: string, body: object) =>
    (await ask('POST', `/v1/consultations/${played.consultationId}/${path}`, { body })).status;
  expect(await act(flanders, 'replies', { wish: 'yes' })).toBe(403);
  expect(await act(flanders, 'acknowledgements', {})).toBe(403);
  expect(await act(wallonia, 'closures', {})).toBe(404);
});

it('counts in the figures as they say', async () => {
  const year = new Date().getUTCFullYear();
  const figure = async (code: string) => {
    const { body } = await system.ask('GET', `/v1/indicators/${code}/observations?period=${year}`);
    const [found] = body.items;
    return found === undefined ? undefined : [found.value, found.numerator, found.denominator];
  };
  await until('the answers are in the figures', async () => (await figure('R3.5'))?.[2] === 2);
  // Of two points one was accepted and one in part; the one notice was answered; it left on the day of the inquiry.
  expect(await figure('R3.5')).toEqual([75, 1.5, 2]);
  expect(await figure('O1.3')).toEqual([0, 0, 1]);
  expect(await figure('O1.4')).toEqual([0, 1, 1]);
});

it('stands on the calendar of the two, and of nobody else', async () => {
  const dates = async (ask: HttpClient) =>
    (await ask('GET', `/v1/calendar?planId=${played.planId}`)).body.items.map(({ kind }: { kind: string }) => kind);
  const kinds = ['inquiryStart', 'consultationReplyDue', 'inquiryEnd', 'consultationDue'];
  await until('the dates are on the calendar', async () => (await dates(system.ask)).length === kinds.length);
  expect(await dates(system.ask)).toEqual(kinds);
  expect(await dates(flanders)).toEqual(kinds);
  expect(await dates(wallonia)).toEqual([]);
  const feed = async (ask: HttpClient) => (await ask('GET', `/v1/calendar/plans/${played.planId}.ics`)).text;
  expect((await feed(flanders)).match(/BEGIN:VEVENT/g)).toHaveLength(kinds.length);
  expect(await feed(wallonia)).not.toMatch(/VEVENT|Noordrand/);
});

describe('a third region', () => {
  it('finds no address', async () => {
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

  it('is granted nothing that is not its own', () => {
    expect([...granted(shared, partnerWallonia, 'BE-BRU')].sort()).toEqual(['party', 'public']);
  });
});
