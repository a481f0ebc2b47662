/** A running door with its issuer, shared by all suites of one test file, like `stage.ts` for a service. */
import type { DoorSettings } from '@passerelle/platform/kernel/config';
import type { ServiceDefinition } from '@passerelle/platform/runtime/service';
import { around, type Open } from './around.js';
import { broker, type Broker } from './broker.js';
import { httpClient, testIssuer, urlOf, type HttpClient, type TestIssuer } from './door.js';
import { startApp, type StartedApp } from './start-app.js';

export class DoorStage {
  declare nats: Broker;
  declare issuer: TestIssuer;
  declare door: StartedApp;
  declare base: string;
  /** Calls without a token, unless the call passes one. */
  declare ask: HttpClient;
  /** The service behind the door, if any; a test that replaces it assigns the new one here. */
  declare service: StartedApp;
}

type Gateway = ServiceDefinition<DoorSettings>;

interface Around {
  /** A service behind the door. */
  readonly service?: ServiceDefinition;
  readonly settings?: Readonly<Record<string, string>>;
}

/** Call at the top of a file, outside of its `describe`: all suites of the test file share one door. */
export function onDoor(gateway: Gateway): DoorStage {
  const stage = new DoorStage();
  return around(stage, opening(stage, gateway, {}), gateway.name);
}

/** The same for a suite that needs another service behind the door or other settings, or that breaks shared things. */
export function onOwnDoor(gateway: Gateway, own: Around = {}): DoorStage {
  const stage = new DoorStage();
  return around(stage, opening(stage, gateway, own), undefined);
}

const opening =
  (stage: DoorStage, gateway: Gateway, { service, settings }: Around): Open<Partial<DoorStage>> =>
  async (closing) => {
    const nats = await broker();
    closing(() => nats.stop());
    const issuer = await testIssuer();
    closing(() => issuer.stop());
    const behind = service === undefined ? {} : { service: await startApp(service, { broker: nats }) };
    closing(async () => stage.service?.close());
    const door = await startApp(gateway, { broker: nats, settings: { ...issuer.settings, ...settings } });
    closing(() => door.close());
    const base = await urlOf(door);
    return { nats, issuer, door, base, ask: httpClient(base), ...behind };
  };
