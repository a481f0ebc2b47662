/** Tests of the behaviour that all services share; a service's spec includes them with one line. */
import { Announcement, ServiceDescription, subjects } from '@passerelle/platform/runtime/announcements';
import type { ServiceSettings } from '@passerelle/platform/kernel/config';
import type { ServiceDefinition } from '@passerelle/platform/runtime/service';
import { broker, type Broker } from './broker.js';
import { startLimitMs } from './limits.js';
import { operationClient, startApp, type OperationClient, type StartedApp } from './start-app.js';
import { until } from './until.js';

/** A service on the stage, and its announcements from before its start to after its end. */
class Stage<Settings extends ServiceSettings> {
  readonly heard: Announcement[] = [];
  declare private nats: Broker;
  declare client: OperationClient;
  declare app: StartedApp;

  constructor(readonly definition: ServiceDefinition<Settings>) {}

  async open(): Promise<void> {
    this.nats = await broker();
    this.client = await operationClient(this.nats);
    this.client.connection.subscribe(subjects.announce(this.definition.name), {
      callback: (_, message) => void this.heard.push(Announcement.parse(message.json())),
    });
    await this.client.connection.flush();
    this.app = await startApp(this.definition, { broker: this.nats });
  }

  async close(): Promise<void> {
    await this.client?.close();
    await this.app?.close();
    await this.nats?.stop();
  }

  /** The newest announcement, once there are `count` of them. */
  async announced(count: number): Promise<Announcement> {
    await until(`it was heard ${count} times`, () => this.heard.length >= count);
    return Announcement.parse(this.heard.at(-1));
  }

  async description(): Promise<ServiceDescription> {
    const { hash } = await this.announced(1);
    const answer = await this.client.connection.request(subjects.describe(this.definition.name, hash));
    return ServiceDescription.parse(answer.json());
  }

  health(path: string): Promise<Response> {
    return fetch(`http://127.0.0.1:${this.app.healthPort}${path}`);
  }
}

export function serviceLife<Settings extends ServiceSettings>(definition: ServiceDefinition<Settings>): void {
  const stage = new Stage(definition);
  beforeAll(() => stage.open(), startLimitMs);
  afterAll(() => stage.close(), startLimitMs);

  it('announces itself when it starts and on request', () => announces(stage));
  it('describes every operation, fact and code list under the hash that it announces', () => describesItself(stage));
  it('serves liveness, readiness and metrics on its own port', () => isHealthy(stage));
  it('announces its shutdown, answers no more calls and may be closed twice', () => leaves(stage));
}

type AnyStage = Pick<Stage<ServiceSettings>, 'heard' | 'client' | 'app' | 'announced' | 'description' | 'health'> & {
  readonly definition: Pick<ServiceDefinition, 'name' | 'facts' | 'codeLists'>;
};

async function announces(stage: AnyStage): Promise<void> {
  const first = await stage.announced(1);
  expect(first).toMatchObject({ service: stage.definition.name, leaving: false });
  const known = stage.heard.length;
  stage.client.connection.publish(subjects.discover);
  expect(await stage.announced(known + 1)).toEqual(first);
}

async function describesItself(stage: AnyStage): Promise<void> {
  const { name, facts, codeLists } = stage.definition;
  const described = await stage.description();
  expect(described).toMatchObject({ service: name, hash: (await stage.announced(1)).hash });
  const named = (fact: { resource: string; verb: string }) => `${fact.resource}.${fact.verb}`;
  expect(described.facts.map(named)).toEqual(facts.map(named));
  expect(described.codeLists).toEqual(codeLists);
  const ids = described.operations.map((operation) => operation.id);
  expect(new Set(ids).size).toBe(ids.length);
}

async function isHealthy(stage: AnyStage): Promise<void> {
  expect((await stage.health('/livez')).status).toBe(200);
  const ready = await stage.health('/readyz');
  expect(ready.status).toBe(200);
  const up = { status: 'UP' };
  expect(await ready.json()).toMatchObject({ checks: { database: up, nats: up, migrations: up } });
  const metrics = await (await stage.health('/metrics')).text();
  expect(metrics).toContain(`passerelle_in_flight{service="${stage.definition.name}"}`);
}

async function leaves(stage: AnyStage): Promise<void> {
  const { operations } = await stage.description();
  const known = stage.heard.length;
  await Promise.all([stage.app.close(), stage.app.close()]);
  expect(await stage.announced(known + 1)).toMatchObject({ leaving: true });
  await expect(stage.client.call(operations[0]?.subject ?? '')).rejects.toThrow();
  await expect(stage.health('/livez')).rejects.toThrow();
}
