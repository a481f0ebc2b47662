/** A service of ours and somebody who calls it, for all tests of one file. */
import type { ServiceSettings } from '@passerelle/platform/config';
import type { ServiceDefinition } from '@passerelle/platform/service';
import { broker, type Broker } from './broker.js';
import { operationClient, startApp, type OperationClient, type StartedApp } from './start-app.js';

export class Stage {
  declare nats: Broker;
  declare app: StartedApp;
  declare client: OperationClient;
}

/** Opened before the first test of the file, closed after its last. */
export function onStage<Settings extends ServiceSettings>(definition: ServiceDefinition<Settings>): Stage {
  const stage = new Stage();
  beforeAll(async () => {
    stage.nats = await broker();
    stage.app = await startApp(definition, { broker: stage.nats });
    stage.client = await operationClient(stage.nats);
  }, 60_000);
  afterAll(async () => {
    await stage.client?.close();
    await stage.app?.close();
    await stage.nats?.stop();
  });
  return stage;
}
