import { aDescription, anOperation } from '@passerelle/testing/description';
import { Router, type Page } from './router.js';

const answer = () => ({ status: 200, body: new Uint8Array(), headers: {} });
const pages: Page[] = [
  { path: '/health', answer },
  { path: '/v1/offices/:officeId', html: true, answer },
];
const router = new Router(pages, [
  aDescription('networks', {
    operations: [
      anOperation('networks', 'GET /v1/offices'),
      anOperation('networks', 'POST /v1/offices'),
      anOperation('networks', 'GET /v1/offices/{officeId}'),
      anOperation('networks', 'PATCH /v1/offices/{officeId}'),
      anOperation('networks', 'GET /v1/offices/nearest'),
      ...['open', 'close'].map((transition) =>
        anOperation('networks', 'POST /v1/offices/{officeId}/transitions', { id: transition, transition }),
      ),
    ],
  }),
  aDescription('projects', { operations: [anOperation('projects', 'POST /v1/offices/{id}/rooms')] }),
]);

const found = (method: string, path: string, html?: boolean) => {
  const match = router.find(method, path, html);
  if (match === undefined) return undefined;
  const { route, params } = match;
  if ('page' in route) return ['page', params];
  return 'operation' in route ? [route.service, route.operation.path, params] : [[...route.transitions.keys()], params];
};

it('finds the operation, and the parameters of the address', () => {
  expect(found('PATCH', '/v1/offices/7')).toEqual(['networks', '/v1/offices/{officeId}', { officeId: '7' }]);
  expect(found('POST', '/v1/offices/7/rooms')).toEqual(['projects', '/v1/offices/{id}/rooms', { id: '7' }]);
  expect(found('GET', '/v1/offices/li%C3%A8ge%2Fnord')).toMatchObject([{}, {}, { officeId: 'liège/nord' }]);
});

it('prefers a fixed address, and reads HEAD as GET', () => {
  expect(found('HEAD', '/v1/offices/nearest')).toEqual(['networks', '/v1/offices/nearest', {}]);
  expect(found('HEAD', '/health')).toEqual(['page', {}]);
});

it('gives people a page if there is one', () => {
  expect(found('GET', '/v1/offices/7', true)).toEqual(['page', { officeId: '7' }]);
  expect(found('GET', '/v1/offices', true)).toEqual(['networks', '/v1/offices', {}]);
});

it.each([
  '/v1/offices/',
  '/v1//offices',
  '//v1/offices',
  '/V1/offices',
  '/v1/OFFICES',
  '/v1/offices;x',
  '/v1/%zz',
  '/',
  '',
])('accepts one form of an address, not %s', (path) =>
  expect([found('GET', path), router.allowed(path)]).toEqual([undefined, []]),
);

it('lists the methods of an address', () => {
  expect(router.allowed('/v1/offices')).toEqual(['GET', 'HEAD', 'POST', 'OPTIONS']);
  expect(router.allowed('/v1/offices/7/rooms')).toEqual(['POST', 'OPTIONS']);
  expect(found('DELETE', '/v1/offices')).toBeUndefined();
});

it('finds one route for the acts that share an address', () => {
  expect(found('POST', '/v1/offices/7/transitions')).toEqual([['open', 'close'], { officeId: '7' }]);
  expect(router.allowed('/v1/offices/7/transitions')).toEqual(['POST', 'OPTIONS']);
});
