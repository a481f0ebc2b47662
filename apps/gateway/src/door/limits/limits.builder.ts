import { httpClient, urlOf, type HttpAnswer, type HttpClient } from '@passerelle/testing/door';
import { onOwnDoor, type DoorStage } from '@passerelle/testing/door-stage';
import { startApp, type StartedApp } from '@passerelle/testing/start-app';
import { until } from '@passerelle/testing/until';
import { gateway } from '../../gateway.js';

export const address = '/v1/refData/problemTypes';
/** Ten concurrent: an instance that waits too long for PostgreSQL counts alone for a while. */
export async function times<Result>(count: number, work: (index: number) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  while (results.length < count) {
    const first = results.length;
    const batch = Array.from({ length: Math.min(10, count - first) }, (_, index) => work(first + index));
    results.push(...(await Promise.all(batch)));
  }
  return results;
}

export const granted = (answers: readonly HttpAnswer[]): number =>
  answers.filter(({ status }) => status === 200).length;

type Asking = (options?: { path?: string; headers?: Record<string, string>; method?: string }) => Promise<HttpAnswer>;

/** A caller without a token, at an address that a trusted proxy saw. */
export const from = (base: string, client: string): Asking => {
  const ask = httpClient(base);
  return ({ path = address, headers = {}, method = 'GET' } = {}) =>
    ask(method, path, { headers: { 'x-forwarded-for': client, ...headers } });
};

interface TwoDoors {
  readonly stage: DoorStage;
  readonly bases: readonly string[];
  readonly as: (base: string, client: string) => HttpClient;
}

/** Two gateways on one database. */
export function onTwoDoors(windowSec: number): TwoDoors {
  const limits = { windowSec, client: 100, anonymous: 20, documents: 60, wrongTokens: 5 };
  const settings = { RATE_LIMITS: JSON.stringify(limits), TRUST_PROXY: '1' };
  const bases: string[] = [];
  let second: StartedApp | undefined;
  // Hooks after the tests run in this order: the gateway stops before the broker does.
  afterAll(() => second?.close());
  const stage = onOwnDoor(gateway, { settings });
  beforeAll(async () => {
    const { nats, issuer, door } = stage;
    second = await startApp(gateway, { broker: nats, settings: { ...issuer.settings, ...settings }, data: door.data });
    bases.push(stage.base, await urlOf(second));
    for (const base of bases)
      await until(
        'the gateway serves its own operations',
        async () => (await from(base, '192.0.2.99')()).status === 200,
      );
  });
  return { stage, bases, as: (base, client) => httpClient(base, stage.issuer.tokens[client]) };
}
