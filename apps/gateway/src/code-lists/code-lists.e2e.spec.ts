import { onOwnDoor } from '@passerelle/testing/door-stage';
import { startApp } from '@passerelle/testing/start-app';
import { until } from '@passerelle/testing/until';
import { visits } from '@passerelle/testing/visits';
import { gateway } from '../gateway.js';

const stage = onOwnDoor(gateway, { service: visits });
const get = (path: string, headers: Record<string, string> = {}) => stage.ask('GET', path, { headers });

const inAll = (word: string) => ({ fr: `${word} fr`, nl: `${word} nl`, en: `${word} en`, de: `${word} de` });
const visitKinds = {
  id: 'visitKinds',
  title: inAll('Kinds of visit'),
  source: 'made for this test',
  entries: ['state', 'working'].map((code) => ({ code, labels: inAll(code) })),
};

beforeAll(() => until('the gateway serves the service', async () => (await get('/v1/visits')).status === 200));

it('reads a list with its labels in four languages, for anyone', async () => {
  const { status, body } = await get('/v1/refData/calendarKinds');
  expect(status).toBe(200);
  expect(body).toMatchObject({ href: 'http://passerelle.test/v1/refData/calendarKinds', id: 'calendarKinds' });
  expect(Object.keys(body.entries[0].labels)).toEqual(['fr', 'nl', 'en', 'de']);
});

it('answers 404 for an unknown list, and 405 for another method', async () => {
  expect(await get('/v1/refData/nothing')).toMatchObject({
    status: 404,
    body: { type: expect.stringMatching(/resourceNotFound$/) },
  });
  expect((await stage.ask('PATCH', '/v1/refData/calendarKinds')).status).toBe(405);
});

it.each(['/v1/refData', '/v1/refData/calendarKinds'])(
  '%s is not sent again while nothing has changed',
  async (path) => {
    const etag = (await get(path)).header('etag');
    expect(etag).toMatch(/^W\//);
    expect((await get(path, { 'if-none-match': etag })).status).toBe(304);
  },
);

it('serves the list of a service that announces it later, in the index too', async () => {
  const path = '/v1/refData/visitKinds';
  expect((await get(path)).status).toBe(404);
  const etag = (await get('/v1/refData')).header('etag');
  await stage.service.close();
  const { data } = stage.service;
  stage.service = await startApp({ ...visits, codeLists: [visitKinds] }, { broker: stage.nats, data });
  await until('the list is served', async () => (await get(path)).status === 200);
  expect((await get(path)).body).toEqual({ href: `http://passerelle.test${path}`, ...visitKinds });
  const index = await get('/v1/refData', { 'accept-language': 'nl', 'if-none-match': etag });
  expect(index).toMatchObject({ status: 200, body: { self: 'http://passerelle.test/v1/refData' } });
  expect(index.header('content-language')).toBe('nl');
  expect(index.body.items.map(({ id }: { id: string }) => id)).toEqual(['calendarKinds', 'visitKinds']);
  expect(index.body.items[1]).toEqual({
    href: `http://passerelle.test${path}`,
    id: 'visitKinds',
    title: { nl: 'Kinds of visit nl' },
    size: 2,
    services: ['networks'],
  });
});
