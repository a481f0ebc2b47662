import { notes } from '@passerelle/testing/notes';
import { onOwnDoor } from '@passerelle/testing/door-stage';
import { until } from '@passerelle/testing/until';
import { gateway } from '../../gateway.js';

// The trail of each service has its own address, and one description.

const stage = onOwnDoor(gateway, { service: notes });
const get = (path: string, client: 'auditor' | 'admin' | 'partner-flanders' = 'auditor') =>
  stage.ask('GET', path, { token: stage.issuer.tokens[client] });

beforeAll(() => until('the gateway serves the service', async () => (await get('/v1/notes')).status === 200));

it.each(['networks', 'gateway'])('reads the trail of %s with its last verdict', async (service) => {
  const path = `/v1/audit/${service}`;
  await until('it is verified', async () => (await get(path)).body.verification !== undefined);
  expect((await get(path)).body).toMatchObject({
    self: `http://passerelle.test${path}`,
    items: [],
    verification: { intact: true, entries: 0 },
  });
});

it('answers 404 for an unknown service, and refuses everyone but auditors', async () => {
  expect((await get('/v1/audit/nothing')).status).toBe(404);
  expect((await get('/v1/audit')).status).toBe(404);
  expect((await get('/v1/audit/networks', 'admin')).status).toBe(403);
  expect((await get('/v1/audit/networks', 'partner-flanders')).status).toBe(403);
  expect((await stage.ask('GET', '/v1/audit/networks')).status).toBe(401);
});

it('documents it once, with the services that have one', async () => {
  const { paths } = (await get('/doc/openapi.json')).body;
  expect(Object.keys(paths).filter((path) => path.startsWith('/v1/audit'))).toEqual(['/v1/audit/{service}']);
  const { operationId, parameters } = paths['/v1/audit/{service}'].get;
  expect(operationId).toBe('listAuditEntries');
  expect(parameters[0]).toMatchObject({ name: 'service', in: 'path', schema: { enum: ['gateway', 'networks'] } });
});
