/**
 * A running service and a client that calls it, shared by all suites of one test file. `npm test` loads all suites of a service
 * in one file (`stage.e2e.spec.ts`), so that the service starts once and not once per feature. Each suite is one `describe` and
 * uses only records that it created.
 */
import type { ServiceSettings } from '@passerelle/platform/kernel/config';
import type { ServiceDefinition } from '@passerelle/platform/runtime/service';
import { around, type Open } from './around.js';
import { broker, type Broker } from './broker.js';
import type { FreshDatabase } from './database.js';
import { refuseLeaks } from './leaks.js';
import { migratedDatabase, operationClient, startApp, type OperationClient, type StartedApp } from './start-app.js';

export class Stage {
  declare nats: Broker;
  declare app: StartedApp;
  declare client: OperationClient;
}

/** Call at the top of a file, outside of its `describe`: all suites of the test file share one service. */
export const onStage = <Settings extends ServiceSettings>(definition: ServiceDefinition<Settings>): Stage =>
  around(new Stage(), opening(definition), definition.name);

interface Own {
  readonly settings?: Readonly<Record<string, string>>;
  /** Fills the database before the service starts on it. */
  readonly prepare?: (data: FreshDatabase) => Promise<void>;
}

/** The same for a suite that needs other settings or records, or that breaks shared things. */
export const onOwnStage = <Settings extends ServiceSettings>(
  definition: ServiceDefinition<Settings>,
  own: Own = {},
): Stage => around(new Stage(), opening(definition, own));

const opening =
  <Settings extends ServiceSettings>(
    definition: ServiceDefinition<Settings>,
    { settings = {}, prepare = () => Promise.resolve() }: Own = {},
  ): Open<Stage> =>
  async (closing) => {
    const nats = await broker();
    closing(() => nats.stop());
    const data = await migratedDatabase(definition);
    await prepare(data);
    const app = await startApp(definition, { broker: nats, data, settings });
    closing(() => app.close().finally(() => refuseLeaks(data.ownerUrl)));
    const client = await operationClient(nats);
    closing(() => client.close());
    return { nats, app, client };
  };
