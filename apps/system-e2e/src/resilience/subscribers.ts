/** Programs of other regions that follow data products while processes die: what they received, compared with the log. */
import { setTimeout as pause } from 'node:timers/promises';
import { nkeys } from '@nats-io/transport-node';
import { reloadNats } from '@passerelle/stack/nats';
import { writePartners } from '@passerelle/stack/nats-partners';
import type { Followed, Follower } from '../subscribers/foreign-process.ts';
import { followByPackage } from '../subscribers/foreign-process.ts';
import { rowsOf } from './holdings.ts';
import type { Rig } from './rig.ts';

export interface Received {
  /** How many events of all products they were to receive. */
  readonly events: number;
  readonly lost: string[];
  readonly doubled: string[];
  readonly disordered: string[];
  /** Of records that another region is a party to, and this one is not. */
  readonly foreign: string[];
  /** What the follower said that could not prove that it has everything. */
  readonly unproven: string[];
}

interface Subscriber {
  readonly product: string;
  /** The party of its own product. */
  readonly region?: string;
  readonly follower: Follower;
}

const settleMs = 120_000;

export class Subscribers {
  private readonly rig: Rig;
  private readonly all: readonly Subscriber[];

  private constructor(rig: Rig, all: readonly Subscriber[]) {
    this.rig = rig;
    this.all = all;
  }

  /** Flanders, twice, and Wallonia follow their products of cooperation, and somebody what it publishes; over HTTP and over NATS. */
  static async begin(rig: Rig): Promise<Subscribers> {
    const base = rig.gateway;
    const token = await rig.token('admin');
    const regional = async (region: string): Promise<Subscriber> => {
      const product = `party.cooperation.${region}`;
      const key = await issue(rig, token, { client: `hub-${region.toLowerCase()}`, party: region });
      return { product, region, follower: followByPackage({ base, product, key }) };
    };
    const open = { base, product: 'public.cooperation', key: await issue(rig, token, { client: 'reader' }) };
    const anybody: Subscriber = { product: open.product, follower: followByPackage(open) };
    const overNats = await admitted(rig, token);
    return new Subscribers(rig, [await regional('BE-VLG'), await regional('BE-WAL'), anybody, overNats]);
  }

  /** Waits until all have caught up, and lets each prove that it has everything. */
  async end(): Promise<Received> {
    const received = { events: 0, lost: [], doubled: [], disordered: [], foreign: [], unproven: [] };
    for (const subscriber of this.all) await this.judge(subscriber, received);
    return received;
  }

  private async judge({ product, region, follower }: Subscriber, received: Received & { events: number }) {
    const log = await this.caughtUp(product, follower);
    await follower.stop();
    const seen = follower.seen.map(({ id }) => id);
    const known = new Set(seen);
    received.events += log.length;
    received.lost.push(...log.filter((id) => !known.has(id)).map((id) => `${product} ${id}`));
    received.doubled.push(...seen.filter((id, at) => seen.indexOf(id) !== at).map((id) => `${product} ${id}`));
    if (seen.length === log.length && seen.join() !== log.join()) received.disordered.push(product);
    if (region !== undefined)
      received.foreign.push(
        ...follower.seen.filter((event) => !isOf(event, region)).map(({ id }) => `${product} ${id}`),
      );
    const { code, said } = await follower.proof();
    if (code !== 0) received.unproven.push(`${product}: ${said}`);
  }

  /** The ids in the log of the service, once the follower has as many events and the log is quiet. */
  private async caughtUp(product: string, { seen }: Follower): Promise<string[]> {
    const limit = Date.now() + settleMs;
    for (;;) {
      const log = await this.logOf(product);
      await pause(500);
      const isQuiet = (await this.logOf(product)).length === log.length;
      if ((isQuiet && seen.length >= log.length) || Date.now() > limit) return log;
    }
  }

  private async logOf(product: string): Promise<string[]> {
    const [family = '', service = '', region] = product.split('.');
    const name = region === undefined ? family : `${family}.${region}`;
    const sql = `SELECT event_id AS id FROM event_log WHERE product = '${name}' ORDER BY pub_seq NULLS LAST, position`;
    return (await rowsOf<{ id: string }>(this.rig, service, sql)).map(({ id }) => id);
  }
}

/** A record that left the product says only its id. */
const isOf = ({ type, data }: Followed, region: string): boolean =>
  type.endsWith('.left') || JSON.stringify(data['parties'] ?? []).includes(`"${region}"`);

/** Flanders once more, over NATS. */
async function admitted(rig: Rig, token: string): Promise<Subscriber> {
  const pair = nkeys.createUser();
  const terms = { client: 'hub-nats', party: 'BE-VLG', natsKey: pair.getPublicKey() };
  const key = await asked(rig, token, { path: '/v1/subscribers', terms });
  writePartners(rig.natsStore, [{ client: terms.client, nkey: terms.natsKey }]);
  await reloadNats(rig.nats);
  const nats = { url: rig.nats.url, seed: new TextDecoder().decode(pair.getSeed()) };
  const product = 'party.cooperation.BE-VLG';
  return { product, region: 'BE-VLG', follower: followByPackage({ base: rig.gateway, product, key, nats }) };
}

const issue = (rig: Rig, token: string, terms: { client: string; party?: string }): Promise<string> =>
  asked(rig, token, { path: '/v1/apiKeys', terms: { ...terms, scopes: ['products:read'] } });

async function asked(
  { gateway }: Rig,
  token: string,
  { path, terms }: { path: string; terms: { client: string; scopes?: string[] } },
): Promise<string> {
  const answer = await fetch(`${gateway}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ ...terms, description: 'It follows while processes die' }),
  });
  const { key }: { key?: string } = JSON.parse(await answer.text());
  if (key === undefined) throw new Error(`no key for ${terms.client}: ${answer.status}`);
  return key;
}
