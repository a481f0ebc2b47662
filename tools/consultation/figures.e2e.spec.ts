import { calendarPeriodOf } from '@passerelle/domain/calendar-period';
import { addDays, startOfDay, today } from '@passerelle/domain/period';
import { httpClient, type HttpClient } from '@passerelle/testing/door';
import { until } from '@passerelle/testing/until';
import { Clock as Midnights } from '../../apps/cooperation/src/clock.js';
import { cooperation } from '../../apps/cooperation/src/cooperation.js';
import { gateway } from '../../apps/gateway/src/gateway.js';
import { Clock } from '../../apps/gateway/src/indicators/clock.js';
import { networks } from '../../apps/networks/src/networks.js';
import { projects } from '../../apps/projects/src/projects.js';
import { representation } from '../../apps/representation/src/representation.js';
import { System } from '../security/system.ts';
import { consult, done, play } from './play.ts';

// Figures of what regions did over HTTP, and of what they let pass: the acts are those of the product, not facts that a
// test made up.

const system = new System();
let flanders: HttpClient;
let editor: HttpClient;
let approver: HttpClient;

beforeAll(async () => {
  await system.start([cooperation, representation, networks, projects], gateway);
  const as = (client: string) => httpClient(system.url, system.issuer.tokens[client]);
  [flanders, editor, approver] = [as('partner-flanders'), as('editor'), as('approver')];
}, 120_000);

afterAll(() => system.stop(), 60_000);

const year = () => calendarPeriodOf(today(new Date()), 'year').id;

/** Value, numerator and denominator. */
async function figure(code: string, period: string): Promise<(number | undefined)[]> {
  const { body } = await system.ask('GET', `/v1/indicators/${code}/observations?period=${period}`);
  const [found] = body.items;
  return [found.value, found.numerator, found.denominator];
}

/** Proposed by Brussels, agreed by both regions, awarded and begun, all today. */
async function begin(deal: object): Promise<string> {
  const title = { fr: 'Étude commune du canal', nl: 'Gezamenlijke studie van het kanaal' };
  const proposal = { ...deal, title, level: 'belgium', source: 'Invented for this test' };
  const { id } = await done(editor, '/jointStudies', proposal);
  const at = `/jointStudies/${id}`;
  await done(approver, `${at}/agreements`, { party: 'BE-BRU' });
  await done(flanders, `${at}/agreements`, { party: 'BE-VLG' });
  const on = today(new Date());
  await done(editor, `${at}/contracts`, { on, contractor: { name: 'Université Libre de Bruxelles', country: 'BE' } });
  return (await done(editor, `${at}/starts`, { on })).status;
}

it('O1.5 and O1.5b count a study that the regions agreed upon and that runs, to the cent of the other region', async () => {
  expect(await figure('O1.5', year())).toEqual([0, 0, undefined]);
  const shares = [
    { party: 'BE-BRU', basisPoints: 3333 },
    { party: 'BE-VLG', basisPoints: 6667 },
  ];
  expect(await begin({ shares, budget: { amount: '100000.01', currency: 'EUR' } })).toBe('running');
  await until('the study runs', async () => (await figure('O1.5', year()))[0] === 1);
  expect(await figure('O1.5', year())).toEqual([1, 1, undefined]);
  expect(await figure('O1.5b', year())).toEqual([66670.01, 1, 1]);
});

it('O1.5b says that it is of one of two, once a study runs whose money nobody knows', async () => {
  await begin({ shares: [{ party: 'BE-BRU' }, { party: 'BE-VLG' }] });
  await until('both studies run', async () => (await figure('O1.5', year()))[0] === 2);
  expect(await figure('O1.5b', year())).toEqual([66670.01, 1, 2]);
});

it('O1.2 counts what was said in time and what was not, once the last day has passed', async () => {
  await play({ flanders, editor, approver });
  const { consultationId, dueOn } = await consult({ flanders, editor });
  const quarter = calendarPeriodOf(dueOn, 'quarter').id;
  expect(await figure('O1.2', quarter)).toEqual([undefined, 0, 0]);
  const theNextDay = startOfDay(addDays(dueOn, 1));
  await system.app('cooperation').app.get(Midnights).tell(theNextDay);
  const { body } = await editor('GET', `/v1/consultations/${consultationId}`);
  expect(body).toMatchObject({ status: 'lapsed', unanswered: true });
  const opened = calendarPeriodOf(today(new Date()), 'quarter').id;
  await until('it is known to have lapsed', async () => (await figure('O1.3', opened))[1] === 1);
  expect(await figure('O1.3', opened)).toEqual([50, 1, 2]);
  system.app('gateway').app.get(Clock).now = () => theNextDay;
  await until('both last days have passed', async () => (await figure('O1.2', quarter))[2] === 2);
  expect(await figure('O1.2', quarter)).toEqual([50, 1, 2]);
}, 60_000);
