// A consultation of Flanders, played again and again, while the systems of two regions follow it.
import { nkeys } from '@nats-io/transport-node';
import { httpClient, type HttpClient } from '@passerelle/testing/door';
import { proxyOf, type Proxy } from '@passerelle/testing/proxy';
import { until } from '@passerelle/testing/until';
import { play, type Played } from '../consultation/play.ts';
import type { System } from '../security/system.ts';
import { followByPackage, followInPython, type Follower } from './foreign-process.ts';

const product = (region: string) => `party.cooperation.${region}`;

export class Consulted {
  readonly played: Played[] = [];

  private constructor(
    private readonly system: System,
    /** The way of the foreign programs to the gateway. */
    readonly way: Proxy,
    /** The way of those that follow over NATS. */
    readonly natsWay: Proxy,
    readonly flanders: readonly Follower[],
    readonly wallonia: Follower,
  ) {}

  static async begin(system: System): Promise<Consulted> {
    const way = await proxyOf('nats', system.url);
    const feed = async (region: string) => {
      const body = {
        client: `hub-${region.toLowerCase()}`,
        description: 'Its hub',
        party: region,
        scopes: ['products:read'],
      };
      const { key } = (await system.ask('POST', '/v1/apiKeys', { token: system.issuer.tokens.admin, body })).body;
      return { base: `http://127.0.0.1:${way.port}`, product: product(region), key: String(key) };
    };
    const flemish = await feed('BE-VLG');
    const natsWay = await proxyOf('nats', system.nats.url);
    const nats = { ...(await admitted(system)), url: `nats://127.0.0.1:${natsWay.port}` };
    const followers = [followByPackage(flemish), followInPython(flemish), followByPackage({ ...flemish, nats })];
    return new Consulted(system, way, natsWay, followers, followByPackage(await feed('BE-WAL')));
  }

  async cutOff(): Promise<void> {
    await Promise.all([this.way.close(), this.natsWay.close()]);
  }

  async connect(): Promise<void> {
    await Promise.all([this.way.open(), this.natsWay.open()]);
  }

  /** From notice to decision, each region for itself. */
  async consult(): Promise<void> {
    const as = (client: string): HttpClient => httpClient(this.system.url, this.system.issuer.tokens[client]);
    const players = { flanders: as('partner-flanders'), editor: as('editor'), approver: as('approver') };
    this.played.push(await play(players));
  }

  /** How many events the service has recorded for a region. */
  async recordedFor(region: string): Promise<string[]> {
    const rows = await this.system
      .app('cooperation')
      .database.query<{ id: string }>(
        'SELECT event_id AS id FROM event_log WHERE product = $1 ORDER BY pub_seq NULLS LAST, position',
        [`party.${region}`],
      );
    return rows.map(({ id }) => id);
  }

  async caughtUp(): Promise<void> {
    for (const [followers, region] of [
      [this.flanders, 'BE-VLG'],
      [[this.wallonia], 'BE-WAL'],
    ] as const)
      for (const { seen } of followers)
        await until(`${region} has every event`, async () => seen.length >= (await this.recordedFor(region)).length);
  }

  async end(): Promise<void> {
    await Promise.all([...this.flanders, this.wallonia].map((each) => each.stop()));
    await this.cutOff();
  }
}

/** A subscriber of Flanders with an account at NATS. */
async function admitted(system: System): Promise<{ seed: string }> {
  const pair = nkeys.createUser();
  const natsKey = pair.getPublicKey();
  const body = { client: 'hub', party: 'BE-VLG', description: 'Its hub, over NATS', natsKey };
  await system.ask('POST', '/v1/subscribers', { token: system.issuer.tokens.admin, body });
  await system.nats.admit([{ client: 'hub', nkey: natsKey }]);
  return { seed: new TextDecoder().decode(pair.getSeed()) };
}
