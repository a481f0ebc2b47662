// All services in this process behind the gateway, with an issuer that has tokens for its clients; and their contents.
import { ServiceDescription, subjects } from '@passerelle/platform/runtime/announcements';
import { productName, type Product } from '@passerelle/platform/events/facts';
import { DeadlineWorker } from '@passerelle/platform/features/deadlines';
import type { ServiceDefinition } from '@passerelle/platform/runtime/service';
import type { DoorSettings } from '@passerelle/platform/kernel/config';
import { localClients } from '@passerelle/stack/issuer';
import { around, type Open } from '@passerelle/testing/around';
import { broker, type Broker } from '@passerelle/testing/broker';
import { httpClient, testIssuer, urlOf, type HttpClient, type TestIssuer } from '@passerelle/testing/door';
import { operationClient, startApp, type OperationClient, type StartedApp } from '@passerelle/testing/start-app';
import { pause, until } from '@passerelle/testing/until';
import { signInAll } from '../../../../tools/example/loading.ts';
import { load } from '../../../../tools/example/order.ts';
import { door, services as all } from '../services.ts';
import { operationsOf, type SweptOperation } from '../sweep/contract.ts';

/** An id that no record has. */
const nobody = '0193a5c4-7e1f-7000-8000-0000000000ff';

export class System {
  readonly apps = new Map<string, StartedApp>();
  private readonly example: { filled?: Promise<number> } = {};
  declare nats: Broker;
  declare issuer: TestIssuer;
  /** As the editor. */
  declare ask: HttpClient;
  /** Over NATS, without the gateway. */
  declare raw: OperationClient;
  declare url: string;
  declare document: unknown;
  declare operations: SweptOperation[];

  async start(
    services: readonly ServiceDefinition[] = all,
    gateway: ServiceDefinition<DoorSettings> = door,
  ): Promise<void> {
    this.nats = await broker();
    this.issuer = await testIssuer();
    for (const service of services) this.apps.set(service.name, await startApp(service, { broker: this.nats }));
    const opened = await startApp(gateway, { broker: this.nats, settings: this.issuer.settings });
    this.apps.set(gateway.name, opened);
    this.url = await urlOf(opened);
    this.ask = httpClient(this.url, this.issuer.tokens.editor);
    this.raw = await operationClient(this.nats);
    // The gateway is up before it knows any service: each service is awaited by name.
    const served = async (): Promise<object> =>
      (await this.ask('GET', '/health', { token: this.issuer.tokens.admin })).body.services ?? {};
    for (const { name } of services) await until(`${name} is served`, async () => name in (await served()));
    await until('every service is up', async () => (await this.ask('GET', '/health')).body.status === 'UP');
    this.document = (await this.ask('GET', '/doc/openapi.json')).body;
    this.operations = operationsOf(this.document);
  }

  /**
   * Registers records of every kind, through the gateway; returns how many. Suites that share the system share them.
   */
  fill(): Promise<number> {
    return (this.example.filled ??= this.loadExample());
  }

  private async loadExample(): Promise<number> {
    const clients = Object.fromEntries(Object.keys(localClients).map((id) => [id, { id, secret: `secret of ${id}` }]));
    const actors = await signInAll({ gateway: this.url, issuer: this.issuer.issuer, clients });
    let records = 0;
    await load(actors, () => records++);
    await this.judgedByClocks();
    return records;
  }

  /** What is overdue is published now, and not by a clock's next round, which may come during a test. */
  async judgedByClocks(): Promise<void> {
    for (const service of ['cooperation', 'networks', 'representation']) {
      const clock = this.app(service).app.get(DeadlineWorker);
      while ((await clock.check(new Date())) > 0);
    }
  }

  /** The address of an operation, with the ids of existing records where a list shows them. */
  async addressOf({ path }: SweptOperation): Promise<string> {
    const [, , collection = '', parameter] = path.split('/');
    if (parameter?.startsWith('{') !== true) return path;
    const { body } = await this.ask('GET', `/v1/${collection}`);
    const [first] = body?.items ?? [];
    const id: string = first?.id ?? first?.code ?? nobody;
    return path.replace(parameter, id).replaceAll(/\{\w+\}/g, nobody);
  }

  /** A token of the first client that the operation does not refuse; invalid bodies are refused later. */
  async tokenFor({ method, body }: SweptOperation, address: string): Promise<string> {
    const sent =
      body === undefined ? {} : { body: '[]', headers: { 'content-type': body.mediaType, 'if-match': '"1"' } };
    for (const client of ['editor', 'approver', 'admin', 'auditor']) {
      const token = this.issuer.tokens[client] ?? '';
      if ((await this.ask(method, address, { ...sent, token })).status !== 403) return token;
    }
    throw new Error(`no client may ${method} ${address}`);
  }

  /** The description of a service, requested as the gateway does: by the hash in its announcement. */
  async describedBy(service: string): Promise<ServiceDescription> {
    const { connection } = this.raw;
    const announced = connection.subscribe(subjects.announce(service), { max: 1 });
    connection.publish(subjects.discover);
    for await (const message of announced) {
      const { hash } = message.json<{ hash: string }>();
      return ServiceDescription.parse((await connection.request(subjects.describe(service, hash))).json());
    }
    throw new Error(`${service} announced nothing`);
  }

  app(service: string): StartedApp {
    const app = this.apps.get(service);
    if (app === undefined) throw new Error(`${service} does not run`);
    return app;
  }

  /** As `holdings`, once facts are numbered, entries sealed and figures computed. */
  async settled(): Promise<string[]> {
    await until('every fact is in the ledger and in its products', async () => this.isFollowed());
    let last = await this.holdings();
    await until('all consequences of the last change are processed', async () => {
      await pause(1_500);
      const now = await this.holdings();
      const still = now.join() === last.join();
      last = now;
      return still;
    });
    return last;
  }

  /** The figures of every indicator, in total or, where figures of different units are never added, by unit. */
  async figures(): Promise<string[]> {
    const { items } = (await this.ask('GET', '/v1/indicators')).body;
    const read = items.map(async ({ code, apart }: { code: string; apart?: string }) => {
      const query = apart === undefined ? '' : `?dimension=${apart}`;
      const { body } = await this.ask('GET', `/v1/indicators/${code}/observations${query}`);
      return body.items.map(({ period, dimensions, value, numerator, denominator }: Record<string, unknown>) =>
        JSON.stringify([code, period, dimensions, value, numerator, denominator]),
      );
    });
    return (await Promise.all(read)).flat();
  }

  /** Whether the gateway has read every fact that a service has recorded. */
  private async isFollowed(): Promise<boolean> {
    const read = await this.app('gateway').database.query<{ name: string; facts: number }>(
      `SELECT 'internal.' || source AS name, sequence::int AS facts FROM fact_checkpoint WHERE consumer = 'ledger'
        UNION ALL SELECT product, sequence::int FROM data_product`,
    );
    const reached = new Map(read.map(({ name, facts }) => [name, facts]));
    for (const [service, { database }] of this.apps) {
      const recorded = await database.query<{ product: Product; facts: number }>(
        'SELECT product, count(*)::int AS facts FROM event_log GROUP BY product',
      );
      if (recorded.some(({ product, facts }) => reached.get(productName(service, product)) !== facts)) return false;
    }
    return true;
  }

  /** Every row of every logged table of every service: one line per table. */
  async holdings(): Promise<string[]> {
    const tables = `
      SELECT relname AS name FROM pg_class
      WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relpersistence = 'p' ORDER BY 1`;
    const found: string[] = [];
    for (const [service, { database }] of this.apps) {
      for (const { name } of await database.query<{ name: string }>(tables)) {
        const [row] = await database.query<{ hash: string }>(
          `SELECT count(*) || ' ' || md5(coalesce(string_agg(row::text, '|' ORDER BY row::text), '')) AS hash FROM "${name}" AS row`,
        );
        found.push(`${service} ${name} ${row?.hash}`);
      }
    }
    return found;
  }

  /** The names of all columns of all tables, in the spelling of the wire and of PostgreSQL. */
  async columns(): Promise<string[]> {
    const names = new Set<string>();
    for (const { database } of this.apps.values()) {
      const sql = `SELECT DISTINCT column_name AS name FROM information_schema.columns WHERE table_schema = 'public'`;
      for (const { name } of await database.query<{ name: string }>(sql))
        names.add(name).add(name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase()));
    }
    return [...names].toSorted();
  }

  async stop(): Promise<void> {
    await this.raw?.close();
    for (const app of this.apps.values()) await app.close();
    await this.issuer?.stop();
    await this.nats?.stop();
  }
}

const opening: Open<System> = async (closing) => {
  const opened = new System();
  closing(() => opened.stop());
  await opened.start();
  return opened;
};

/** Call at the top of a file, outside its `describe`: all suites of the test file share one system. */
export const onSystem = (): System => around(new System(), opening, 'system');

/** The same for a suite that examines the whole content, and must know all of it. */
export const onOwnSystem = (): System => around(new System(), opening);

/** Works through a list, a few at a time; returns the faults of each, in order. */
export async function faultsAmong<Item>(
  items: readonly Item[],
  check: (item: Item) => Promise<string | undefined>,
  atOnce = 12,
): Promise<string[]> {
  const waiting = [...items];
  const faults: string[] = [];
  const work = async (): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const fault = await check(next);
      if (fault !== undefined) faults.push(fault);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return faults.toSorted();
}
