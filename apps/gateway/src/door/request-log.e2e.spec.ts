import { onOwnDoor } from '@passerelle/testing/door-stage';
import { hearLog } from '@passerelle/testing/hear-log';
import { until } from '@passerelle/testing/until';
import { visits } from '@passerelle/testing/visits';
import { gateway } from '../gateway.js';

// The line that the gateway writes for each request: who called, what was answered by whom, and which problem it was.

const stage = onOwnDoor(gateway, { service: visits });
let lines: string[];

beforeAll(async () => {
  const token = stage.issuer.tokens.editor ?? '';
  await until('the service is served', async () => (await stage.ask('GET', '/v1/visits', { token })).status === 200);
  lines = hearLog(stage.door.context.logger);
});

/** The line of the one request that `work` sends. */
async function lineOf(work: () => Promise<unknown>): Promise<Record<string, unknown>> {
  lines.length = 0;
  await work();
  const found = () => lines.filter((line) => line.includes('"msg":"request"'));
  await until('the request is logged', () => found().length === 1);
  return JSON.parse(found()[0] ?? '');
}

const as = (client: string) => ({ token: stage.issuer.tokens[client] ?? '' });

it('names the client, its region and the service that answered', async () => {
  expect(await lineOf(() => stage.ask('GET', '/v1/visits', as('editor')))).toMatchObject({
    service: 'gateway',
    client: 'editor',
    method: 'GET',
    route: '/v1/visits',
    status: 200,
    peerService: visits.name,
  });
  const partner = await lineOf(() => stage.ask('GET', '/v1/visits', as('partner-flanders')));
  expect(partner).toMatchObject({ client: 'partner-flanders', party: 'BE-VLG' });
});

it('names the problem, its own and those of services', async () => {
  expect(await lineOf(() => stage.ask('GET', '/v1/visits?colour=red', as('editor')))).toMatchObject({
    status: 400,
    problem: 'badRequest',
    peerService: visits.name,
  });
  const wrong = await lineOf(() => stage.ask('GET', '/v1/visits', { token: 'wrong' }));
  expect(wrong).toMatchObject({ status: 401, problem: 'invalidAccessToken' });
  expect(wrong).not.toHaveProperty('client');
  expect(await lineOf(() => stage.ask('GET', '/v1/nothing'))).toMatchObject({
    status: 404,
    problem: 'resourceNotFound',
  });
});

it('has each key once', async () => {
  await lineOf(() => stage.ask('GET', '/v1/visits', as('editor')));
  const keys = [...(lines[0] ?? '').matchAll(/[{,]"(\w+)":/g)].map(([, key]) => key);
  expect(keys.length).toBeGreaterThan(8);
  expect(new Set(keys).size).toBe(keys.length);
});
