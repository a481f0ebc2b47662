import { calendarPeriodOf } from '@passerelle/domain/calendar-period';
import { addDays, startOfDay, today } from '@passerelle/domain/period';
import { httpClient, type HttpClient } from '@passerelle/testing/door';
import { until } from '@passerelle/testing/until';
import { DeadlineWorker as Midnights } from '@passerelle/platform/features/deadlines';
import { Clock } from '../../../gateway/src/indicators/clock.js';
import { onOwnSystem } from '../security/system.ts';
import { consult, done, play } from './play.ts';

// Figures of acts that regions performed over HTTP, and of deadlines that they missed: the facts come from the product,
// not from the test.

const system = onOwnSystem();
let flanders: HttpClient;
let editor: HttpClient;
let approver: HttpClient;

beforeAll(async () => {
  const as = (client: string) => httpClient(system.url, system.issuer.tokens[client]);
  [flanders, editor, approver] = [as('partner-flanders'), as('editor'), as('approver')];
});

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
  const act = (client: HttpClient, transition: string, given: object) =>
    done(client, `/jointStudies/${id}/transitions`, { transition, ...given });
  await act(approver, 'agree', { party: 'BE-BRU' });
  await act(flanders, 'agree', { party: 'BE-VLG' });
  const on = today(new Date());
  await act(editor, 'procure', { on, contractor: { name: 'Université Libre de Bruxelles', country: 'BE' } });
  return (await act(editor, 'start', { on })).status;
}

it('O1.5 and O1.5b count an agreed and running study, to the cent of the other region', async () => {
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

it('O1.5b covers one study of two, once a study with an unknown budget runs', async () => {
  await begin({ shares: [{ party: 'BE-BRU' }, { party: 'BE-VLG' }] });
  await until('both studies run', async () => (await figure('O1.5', year()))[0] === 2);
  expect(await figure('O1.5b', year())).toEqual([66670.01, 1, 2]);
});

it('O1.2 counts opinions in time and missing ones, once the last day has passed', async () => {
  await play({ flanders, editor, approver });
  const { consultationId, dueOn } = await consult({ flanders, editor });
  const quarter = calendarPeriodOf(dueOn, 'quarter').id;
  expect(await figure('O1.2', quarter)).toEqual([undefined, 0, 0]);
  const theNextDay = startOfDay(addDays(dueOn, 1));
  await system.app('cooperation').app.get(Midnights).check(theNextDay);
  const { body } = await editor('GET', `/v1/consultations/${consultationId}`);
  expect(body).toMatchObject({ status: 'lapsed', unanswered: true });
  const opened = calendarPeriodOf(today(new Date()), 'quarter').id;
  await until('its lapse is known', async () => (await figure('O1.3', opened))[1] === 1);
  expect(await figure('O1.3', opened)).toEqual([50, 1, 2]);
  system.app('gateway').app.get(Clock).now = () => theNextDay;
  await until('both last days have passed', async () => (await figure('O1.2', quarter))[2] === 2);
  expect(await figure('O1.2', quarter)).toEqual([50, 1, 2]);
});
