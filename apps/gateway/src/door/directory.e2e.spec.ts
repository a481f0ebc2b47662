import { kept } from '@passerelle/platform/rights';
import { ActTables1763942420000 } from '@passerelle/platform/acts';
import { Controller, Module, type Type } from '@nestjs/common';
import { ServiceSettings } from '@passerelle/platform/config';
import { FactTables1763942400000 } from '@passerelle/platform/facts';
import { Operation, type Call } from '@passerelle/platform/operations';
import type { ServiceDefinition } from '@passerelle/platform/service';
import { broker, type Broker } from '@passerelle/testing/broker';
import { httpClient, testIssuer, urlOf, type HttpClient, type TestIssuer } from '@passerelle/testing/door';
import { startApp, type StartedApp } from '@passerelle/testing/start-app';
import { pause, until } from '@passerelle/testing/until';
import { z } from 'zod';
import { gateway } from '../gateway.js';

const Count = z.object({ count: z.int() });
const Wait = z.strictObject({ ms: z.int().max(10_000) });

@Controller()
class OlderController {
  @Operation({ route: 'GET /visits', summary: 'Count visits', scope: 'public', returns: Count })
  list(): object {
    return { count: 2 };
  }

  @Operation({ route: 'POST /waits', summary: 'Take time', scope: 'networks:write', body: Wait, returns: Count })
  async start({ body }: Call<z.infer<typeof Wait>>): Promise<object> {
    await pause(body.ms);
    return { count: body.ms };
  }
}

@Controller()
class NewerController {
  @Operation({ route: 'GET /visitors', summary: 'Count visitors', scope: 'public', returns: Count })
  list(): object {
    return { count: 3 };
  }
}

/** Wants an address and the name of a shape that belong to others. */
@Controller()
class GreedyController {
  @Operation({ route: 'GET /visits', summary: 'Count visits', scope: 'public', returns: Count })
  count(): object {
    return { count: -1 };
  }
}

function serviceOf(name: string, ...controllers: Type[]): ServiceDefinition {
  class AppModule {}
  Module({ controllers })(AppModule);
  return {
    name,
    referencePrefix: 'NW',
    module: AppModule,
    settings: ServiceSettings,
    migrations: [FactTables1763942400000, ActTables1763942420000],
    facts: [],
    policy: controllers.includes(OlderController) ? { startWait: kept } : {},
  };
}

const older = serviceOf('networks', OlderController);
const newer = serviceOf('networks', OlderController, NewerController);
const deadlineMs = 1_500;

let nats: Broker;
let issuer: TestIssuer;
let door: StartedApp;
let service: StartedApp;
let ask: HttpClient;
const get = (path: string, token?: string) => ask('GET', path, { token });

beforeAll(async () => {
  nats = await broker();
  issuer = await testIssuer();
  service = await startApp(older, { broker: nats });
  door = await startApp(gateway, { broker: nats, settings: { ...issuer.settings, DEADLINE_MS: String(deadlineMs) } });
  ask = httpClient(await urlOf(door), issuer.tokens.editor);
  await until('the door serves the service', async () => (await get('/v1/visits')).status === 200);
}, 60_000);

afterAll(async () => {
  await door?.close();
  await service?.close();
  await issuer?.stop();
  await nats?.stop();
});

it('gives a stalled service up at the deadline, and says whose silence it was', async () => {
  const answer = await ask('POST', '/v1/waits', { body: { ms: 4_000 } });
  expect(answer).toMatchObject({
    status: 504,
    body: { service: 'networks', type: expect.stringMatching(/gatewayTimeout$/) },
  });
  expect(answer.ms).toBeGreaterThan(deadlineMs - 50);
  expect(answer.ms).toBeLessThan(deadlineMs + 300);
  console.info(`504 after ${Math.round(answer.ms)} ms of ${deadlineMs}`);
});

it('names a service that is down at once, and finds it again with what it does now', async () => {
  await service.close();
  const times: number[] = [];
  for (let call = 0; call < 20; call++) {
    const answer = await get('/v1/visits');
    expect(answer).toMatchObject({ status: 503, body: { service: 'networks' } });
    expect(answer.header('retry-after')).toBe('5');
    times.push(answer.ms);
  }
  expect(Math.max(...times)).toBeLessThan(200);
  const inOrder = times.sort((one, other) => one - other);
  console.info(`503: median ${inOrder[10]?.toFixed(1)} ms, slowest ${inOrder.at(-1)?.toFixed(1)} ms`);
  expect((await get('/health')).body).toEqual({ status: 'DEGRADED' });
  expect((await get('/v1/visitors')).status).toBe(404);
  service = await startApp(newer, { broker: nats, data: service.data });
  await until('the new operation is served', async () => (await get('/v1/visitors')).status === 200, 3_000);
  expect((await get('/doc/openapi.json')).body.paths).toHaveProperty(
    ['/v1/visitors', 'get', 'operationId'],
    'listVisitors',
  );
  expect((await get('/health')).body).toEqual({ status: 'UP' });
});

it('refuses a service that takes what belongs to another, and goes on', async () => {
  const greedy = await startApp(serviceOf('projects', GreedyController), { broker: nats });
  const details = async () => (await get('/health', issuer.tokens.admin)).body.services.projects;
  await until('the newcomer is heard', async () => (await details())?.refused !== undefined);
  expect(await details()).toMatchObject({ instances: 1, refused: 'GET /v1/visits belongs to networks' });
  expect((await get('/v1/visits')).body).toEqual({ count: 2 });
  await greedy.close();
});

it('tells administrators what the whole is made of, and nobody else', async () => {
  const { body } = await get('/health', issuer.tokens.admin);
  expect(body).toMatchObject({
    nats: { connected: true, version: nats.version, mode: nats.mode },
    services: { networks: { version: '0.1.0', instances: 1 }, gateway: { instances: 1 } },
  });
  expect(Object.keys((await get('/health')).body)).toEqual(['status']);
  expect((await get('/health', 'nonsense')).status).toBe(401);
});

it('knows after a restart what services that are away would answer', async () => {
  await service.close();
  await pause(1_500); // the descriptions are kept once a second
  const second = await startApp(gateway, { broker: nats, data: door.data, settings: issuer.settings });
  try {
    const answer = await httpClient(await urlOf(second))('GET', '/v1/visitors');
    expect(answer).toMatchObject({ status: 503, body: { service: 'networks' } });
  } finally {
    await second.close();
  }
  service = await startApp(newer, { broker: nats, data: service.data });
  await until('the service is back', async () => (await get('/v1/visitors')).status === 200, 3_000);
}, 20_000);

it('heals by itself after NATS was away, and sends nothing late', async () => {
  await nats.kill();
  await until('the loss is noticed', async () => (await get('/health')).status === 503);
  const answer = await get('/v1/visits');
  expect(answer).toMatchObject({ status: 503, body: { service: 'networks' } });
  expect(answer.ms).toBeLessThan(200);
  await nats.restart();
  await until('services answer again', async () => (await get('/v1/visits')).status === 200);
  await until('everybody was heard', async () => (await get('/health')).status === 200);
}, 30_000);

it('loses no request when it is told to stop', async () => {
  const second = await startApp(gateway, { broker: nats, data: door.data, settings: issuer.settings });
  const url = await urlOf(second);
  await until('the second door serves', async () => (await fetch(`${url}/v1/visits`)).status === 200);
  const outcomes: (number | string | undefined)[] = [];
  const callUntilClosed = async (): Promise<void> => {
    for (;;) {
      const outcome = await fetch(`${url}/v1/visits`).then(
        (answer) => answer.arrayBuffer().then(() => answer.status),
        (error: { cause?: { code?: string } }) => error.cause?.code,
      );
      // Nobody listens any more: what is sent now was never taken on.
      if (outcome === 'ECONNREFUSED') return;
      outcomes.push(outcome);
    }
  };
  const callers = Array.from({ length: 8 }, callUntilClosed);
  await pause(300);
  const started = performance.now();
  await second.close();
  const ms = Math.round(performance.now() - started);
  await Promise.all(callers);
  expect(new Set(outcomes)).toEqual(new Set([200]));
  expect(ms).toBeLessThan(5_000);
  console.info(`stopped in ${ms} ms under load; ${outcomes.length} requests, none lost`);
}, 20_000);
