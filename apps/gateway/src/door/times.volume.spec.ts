import { httpClient, urlOf, type HttpClient } from '@passerelle/testing/door';
import { onOwnDoor } from '@passerelle/testing/door-stage';
import { startApp } from '@passerelle/testing/start-app';
import { until } from '@passerelle/testing/until';
import { visits } from '@passerelle/testing/visits';
import { gateway } from '../gateway.js';

// How fast the gateway refuses and stops.

const stage = onOwnDoor(gateway, { service: visits });
let ask: HttpClient;

beforeAll(async () => {
  ask = httpClient(stage.base, stage.issuer.tokens.editor);
  await until('the gateway serves the service', async () => (await ask('GET', '/v1/visits')).status === 200);
});

it('refuses a too large body at once', async () => {
  const answer = await ask('POST', '/v1/visits', { body: { city: 'x'.repeat(1_100_000) } });
  expect(answer.status).toBe(413);
  expect(answer.ms).toBeLessThan(500);
});

it('stops within five seconds under load', async () => {
  const { nats, door, issuer } = stage;
  const second = await startApp(gateway, { broker: nats, data: door.data, settings: issuer.settings });
  const url = await urlOf(second);
  await until('the second gateway serves', async () => (await fetch(`${url}/v1/visits`)).status !== 503);
  let answered = 0;
  const callUntilClosed = async (): Promise<void> => {
    while (
      await fetch(`${url}/v1/visits`).then(
        (answer) => answer.text(),
        () => undefined,
      )
    )
      answered++;
  };
  const callers = Array.from({ length: 8 }, callUntilClosed);
  await until('every caller was answered', () => answered > 80);
  const started = performance.now();
  await second.close();
  expect(performance.now() - started).toBeLessThan(5_000);
  await Promise.all(callers);
});

it('reports a service that is down at once', async () => {
  await stage.service.close();
  await until('its absence is noticed', async () => (await ask('GET', '/v1/visits')).status === 503);
  for (let call = 0; call < 20; call++) expect((await ask('GET', '/v1/visits')).ms).toBeLessThan(200);
});
