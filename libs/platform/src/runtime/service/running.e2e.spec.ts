import { ActTables1763942420000 } from '../../data/request-transaction/index.js';
import { Injectable, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { broker, type Broker } from '@passerelle/testing/broker';
import { notes } from '@passerelle/testing/notes';
import { startApp } from '@passerelle/testing/start-app';
import { ServiceSettings } from '../../kernel/config/index.js';
import { factTables } from '../../events/facts/index.js';
import type { ServiceDefinition } from './definition.js';

let nats: Broker;

beforeAll(async () => {
  nats = await broker();
});

afterAll(() => nats?.stop());

@Injectable()
class Feature implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly told: string[] = [];

  onApplicationBootstrap(): void {
    this.told.push('begin');
  }

  onApplicationShutdown(): void {
    this.told.push('end');
  }
}

@Module({ providers: [Feature] })
class Features {}

const service: ServiceDefinition = {
  name: 'networks',
  referencePrefix: 'NW',
  module: Features,
  settings: ServiceSettings,
  migrations: [...factTables, ActTables1763942420000],
  facts: [],
  policy: {},
};

it('calls every start and stop hook once', async () => {
  const app = await startApp(service, { broker: nats });
  const feature = app.app.get(Feature);
  expect(feature.told).toEqual(['begin']);
  await app.close();
  await app.close();
  expect(feature.told).toEqual(['begin', 'end']);
});

it('does not start when its policy omits an operation', async () => {
  const [[id = ''] = []] = Object.entries(notes.policy);
  const policy = Object.fromEntries(Object.entries(notes.policy).filter(([other]) => other !== id));
  await expect(startApp({ ...notes, policy }, { broker: nats })).rejects.toThrow(`The policy says nothing about ${id}`);
});
