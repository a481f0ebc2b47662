import { connect, type NatsConnection } from '@nats-io/transport-node';
import { Announcement, subjects } from '@passerelle/platform/runtime/announcements';
import { kept } from '@passerelle/platform/access/rights';
import { ActTables1763942420000 } from '@passerelle/platform/data/request-transaction';
import { Controller, Module, type Type } from '@nestjs/common';
import { ServiceSettings } from '@passerelle/platform/kernel/config';
import { factTables } from '@passerelle/platform/events/facts';
import { Operation, type Call } from '@passerelle/platform/runtime/operations';
import type { ServiceDefinition } from '@passerelle/platform/runtime/service';
import { httpClient, urlOf, type HttpClient } from '@passerelle/testing/door';
import { onOwnDoor } from '@passerelle/testing/door-stage';
import { startApp } from '@passerelle/testing/start-app';
import { pause, until } from '@passerelle/testing/until';
import { z } from 'zod';
import { gateway } from '../../gateway.js';
import { Directory } from './directory.js';

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

/** A description that claims an address and the name of a shape of others. */
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
    migrations: [...factTables, ActTables1763942420000],
    facts: [],
    policy: controllers.includes(OlderController) ? { startWait: kept } : {},
  };
}

const older = serviceOf('networks', OlderController);
const newer = serviceOf('networks', OlderController, NewerController);
const deadlineMs = 1_500;

const stage = onOwnDoor(gateway, { service: older, settings: { DEADLINE_MS: String(deadlineMs) } });

let ask: HttpClient;
const get = (path: string, token?: string) => ask('GET', path, { token });

beforeAll(async () => {
  ask = httpClient(await urlOf(stage.door), stage.issuer.tokens.editor);
  await until('the gateway serves the service', async () => (await get('/v1/visits')).status === 200);
});

it('ends a call to a stalled service at the deadline, and names the service', async () => {
  const answer = await ask('POST', '/v1/waits', { body: { ms: 10_000 } });
  expect(answer).toMatchObject({
    status: 504,
    body: { service: 'networks', type: expect.stringMatching(/gatewayTimeout$/) },
  });
});

it('reports a service that is down at once, and finds it again with its new operations', async () => {
  await stage.service.close();
  for (let call = 0; call < 20; call++) {
    const answer = await get('/v1/visits');
    expect(answer).toMatchObject({ status: 503, body: { service: 'networks' } });
    expect(answer.header('retry-after')).toBe('5');
  }
  expect((await get('/health')).body).toEqual({ status: 'DEGRADED' });
  expect((await get('/v1/visitors')).status).toBe(404);
  stage.service = await startApp(newer, { broker: stage.nats, data: stage.service.data });
  await until('the new operation is served', async () => (await get('/v1/visitors')).status === 200);
  expect((await get('/doc/openapi.json')).body.paths).toHaveProperty(
    ['/v1/visitors', 'get', 'operationId'],
    'listVisitors',
  );
  expect((await get('/health')).body).toEqual({ status: 'UP' });
});

it("refuses a service that claims another's route, and keeps serving the others", async () => {
  const greedy = await startApp(serviceOf('projects', GreedyController), { broker: stage.nats });
  const details = async () => (await get('/health', stage.issuer.tokens.admin)).body.services.projects;
  await until('the newcomer is known', async () => (await details())?.refused !== undefined);
  expect(await details()).toMatchObject({ instances: 1, refused: 'GET /v1/visits belongs to networks' });
  expect((await get('/v1/visits')).body).toEqual({ count: 2 });
  await greedy.close();
});

describe('an invalid announcement', () => {
  const forged = {
    service: 'representation',
    instance: 'forged',
    version: '0.0.1',
    hash: '0123456789abcdef',
    leaving: false,
  };
  const marker = { ...forged, service: 'networks', instance: 'marker', version: '9.9.9' };
  let thief: NatsConnection;
  const announce = (payload: unknown) =>
    thief.publish(subjects.announce('networks'), typeof payload === 'string' ? payload : JSON.stringify(payload));
  const details = async () => (await get('/health', stage.issuer.tokens.admin)).body.services;

  /**
   * Sends, then waits for a valid announcement sent afterwards, so that everything before it was processed; returns the
   * log lines.
   */
  async function heard(send: () => void): Promise<unknown[]> {
    const lines: unknown[] = [];
    const { logger } = stage.door.context;
    const { warn } = logger;
    Object.assign(logger, {
      warn: (fields: object, message: string) => void (message === 'announcement ignored' && lines.push(fields)),
    });
    const { instances } = (await details()).networks;
    send();
    announce(marker);
    await until('the next announcement is known', async () => (await details()).networks.instances === instances + 1);
    announce({ ...marker, leaving: true });
    await until('it is taken back', async () => (await details()).networks.instances === instances);
    Object.assign(logger, { warn });
    return lines;
  }

  beforeAll(async () => {
    const { user, password } = stage.nats.users.networks ?? {};
    thief = await connect({ servers: stage.nats.url, user, pass: password });
  });
  afterAll(() => thief?.close());

  it('is ignored with one log line if it names another service than its subject', async () => {
    const lines = await heard(() => announce(forged));
    expect(await details()).not.toHaveProperty('representation');
    expect(lines).toEqual([{ subject: 'announce.networks', reason: 'it names representation' }]);
  });

  it.each([
    ['no JSON', 'not JSON'],
    ['nothing', ''],
    ['a list', '[]'],
    ['a hash that is more than one token of a subject', JSON.stringify({ ...forged, service: 'networks', hash: '>' })],
  ])('is ignored with one log line if it is %s', async (_, payload) => {
    const before = await details();
    const lines = await heard(() => announce(payload));
    expect(lines).toEqual([{ subject: 'announce.networks', reason: 'it is not an announcement' }]);
    expect(await details()).toEqual(before);
  });

  it('does not attribute the description of one service to another', async () => {
    const { user, password } = stage.nats.users.projects ?? {};
    const projects = await connect({ servers: stage.nats.url, user, pass: password });
    const [{ hash = '' } = {}] = [...stage.door.app.get(Directory).composition.accepted.values()].filter(
      ({ service: name }) => name === 'networks',
    );
    const claim = Announcement.parse({ ...forged, service: 'projects', hash });
    projects.publish(subjects.announce('projects'), JSON.stringify(claim));
    await until('the claim is known', async () => (await details()).projects?.instances === 1);
    expect((await details()).networks).not.toHaveProperty('refused');
    projects.publish(subjects.announce('projects'), JSON.stringify({ ...claim, leaving: true }));
    await until('it is taken back', async () => (await details()).projects.instances === 0);
    await projects.close();
  });
});

it('shows its components to administrators only', async () => {
  const { body } = await get('/health', stage.issuer.tokens.admin);
  expect(body).toMatchObject({
    nats: { connected: true, version: stage.nats.version, mode: stage.nats.mode },
    services: { networks: { version: '0.1.0', instances: 1 }, gateway: { instances: 1 } },
  });
  expect(Object.keys((await get('/health')).body)).toEqual(['status']);
  expect((await get('/health', 'nonsense')).status).toBe(401);
});

it('knows the routes of absent services after a restart', async () => {
  await stage.service.close();
  await pause(1_500); // the descriptions are stored once a second
  const second = await startApp(gateway, {
    broker: stage.nats,
    data: stage.door.data,
    settings: stage.issuer.settings,
  });
  try {
    const answer = await httpClient(await urlOf(second))('GET', '/v1/visitors');
    expect(answer).toMatchObject({ status: 503, body: { service: 'networks' } });
  } finally {
    await second.close();
  }
  stage.service = await startApp(newer, { broker: stage.nats, data: stage.service.data });
  await until('the service is back', async () => (await get('/v1/visitors')).status === 200);
});

it('recovers by itself after an outage of NATS, and sends no buffered requests', async () => {
  await stage.nats.kill();
  await until('the loss is noticed', async () => (await get('/health')).status === 503);
  expect(await get('/v1/visits')).toMatchObject({ status: 503, body: { service: 'networks' } });
  await stage.nats.restart();
  await until('services answer again', async () => (await get('/v1/visits')).status === 200);
  await until('all services are known', async () => (await get('/health')).status === 200);
});

it('loses no request during shutdown', async () => {
  const second = await startApp(gateway, {
    broker: stage.nats,
    data: stage.door.data,
    settings: stage.issuer.settings,
  });
  const url = await urlOf(second);
  await until('the second gateway serves', async () => (await fetch(`${url}/v1/visits`)).status === 200);
  const outcomes: (number | string | undefined)[] = [];
  const callUntilClosed = async (): Promise<void> => {
    for (;;) {
      const outcome = await fetch(`${url}/v1/visits`).then(
        (answer) => answer.arrayBuffer().then(() => answer.status),
        (error: { cause?: { code?: string } }) => error.cause?.code,
      );
      // The port is closed by now: such a request was never accepted.
      if (outcome === 'ECONNREFUSED') return;
      outcomes.push(outcome);
    }
  };
  const callers = Array.from({ length: 8 }, callUntilClosed);
  await until('every caller was answered', () => outcomes.length > 80);
  await second.close();
  await Promise.all(callers);
  expect(new Set(outcomes)).toEqual(new Set([200]));
});
