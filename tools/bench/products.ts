// Data products: how long a fact takes to a subscriber of another region, what a page costs, and what readers cost a write.
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { nkeys } from '@nats-io/transport-node';
import { tokenOf } from '@passerelle/stack/door';
import { reloadNats } from '@passerelle/stack/nats';
import { writePartners } from '@passerelle/stack/nats-partners';
import { until } from '@passerelle/stack/processes';
import { follow, type FollowOptions } from '@passerelle/subscriber';
import { overNats } from '@passerelle/subscriber/nats';
import { agreement } from './agreement.ts';
import { poker } from './broker.ts';
import { paired, perSecond, type Target } from './http.ts';
import { atRate } from './latency.ts';
import type { BenchStack } from './stack.ts';
import { percentile, type Measure } from './table.ts';

const root = resolve(import.meta.dirname, '../..');
const product = 'party.cooperation.BE-VLG';
const both = `
  INSERT INTO event_log (product, event_id, aggregate_id, aggregate_version, type, schema_version, envelope, data)
  SELECT product, $1::uuid, $1::text, 1, 'agreements.registered', '1.0', $2, $3
    FROM unnest(ARRAY['internal', 'party.BE-VLG']) AS product`;

export async function products(stack: BenchStack): Promise<Measure[]> {
  const authorization = `Bearer ${await tokenOf('partner-flanders', stack.ready)}`;
  const byFeed = await arrivals(stack, 100, { headers: () => ({ authorization }) });
  const byNats = await arrivals(stack, 200, await overNatsTo(stack));
  const page = `${stack.ready.gateway}/v1/products/${product}/events`;
  const bytes = (await (await fetch(page, { headers: { authorization } })).arrayBuffer()).byteLength;
  return [
    ...waitsOf(byFeed, 'by long poll at 100/s', 250),
    ...waitsOf(byNats, 'over NATS at 200/s', 100),
    {
      what: 'a full page of 100 events',
      unit: '/s',
      ours: await perSecond({ url: page, headers: { authorization } }),
      note: `${Math.round(bytes / 1_000)} kB`,
    },
    await costOf(stack, 'one product', 'internal'),
    await costOf(stack, 'two products', 'public'),
  ];
}

function waitsOf(waits: readonly number[], way: string, atMost: number): Measure[] {
  const what = `commit to handler of another region ${way}`;
  return [
    { what: `${what}, p50`, unit: 'ms', ours: percentile(waits, 0.5) },
    {
      what: `${what}, p99`,
      unit: 'ms',
      ours: percentile(waits, 0.99),
      aim: { of: 'value', atMost },
      note: `${waits.length} facts`,
    },
  ];
}

type Way = Pick<FollowOptions, 'headers' | 'over'>;

/** Flanders with an account at NATS. */
async function overNatsTo({ ready }: BenchStack): Promise<Way> {
  const pair = nkeys.createUser();
  const natsKey = pair.getPublicKey();
  const answer = await fetch(`${ready.gateway}/v1/subscribers`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await tokenOf('admin', ready)}`, 'content-type': 'application/json' },
    body: JSON.stringify({ client: 'bench', party: 'BE-VLG', description: 'It measures', natsKey }),
  });
  const { key }: { key: string } = JSON.parse(await answer.text());
  writePartners(join(root, '.run', 'bench', 'nats'), [{ client: 'bench', nkey: natsKey }]);
  await reloadNats({ pid: ready.pids.nats ?? 0, monitorUrl: ready.natsMonitor });
  const seed = new TextDecoder().decode(pair.getSeed());
  return { headers: () => ({ 'x-api-key': key }), over: overNats({ servers: ready.nats, seed }) };
}

/** Milliseconds from each commit to the handler of a follower. */
async function arrivals(stack: BenchStack, rate: number, way: Way): Promise<number[]> {
  const { poke, close } = await poker(stack);
  const committed = new Map<string, number>();
  const handled = new Map<string, number>();
  const stop = new AbortController();
  const following = follow({
    base: stack.ready.gateway,
    product,
    ...way,
    store: { load: async () => undefined, save: async () => undefined },
    handler: async ({ id }) => void handled.set(id, performance.now()),
    from: 'now',
    signal: stop.signal,
  });
  // The first answer says where the present is, and an account at NATS has its copies some seconds later.
  await pause(way.over === undefined ? 1_000 : 15_000);
  await atRate(rate, async () => {
    const id = crypto.randomUUID();
    const data = JSON.stringify({ id, ref: 'CO-2000-0002', status: 'draft', ...agreement });
    await stack.databases.cooperation.query(both, [id, JSON.stringify({ time: new Date().toISOString() }), data]);
    committed.set(id, performance.now());
    poke();
  });
  await until(() => [...committed.keys()].every((id) => handled.has(id)), 60_000);
  stop.abort();
  await following;
  await close();
  return [...committed].map(([id, at]) => (handled.get(id) ?? Number.POSITIVE_INFINITY) - at);
}

/** A restricted record is in no product. */
async function costOf({ ready, token }: BenchStack, products: string, classification: string): Promise<Measure> {
  const create = (body: object): Target => ({
    url: `${ready.gateway}/v1/agreements`,
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ ...agreement, ...body }),
  });
  return paired(
    `readers: create in ${products}, and in none`,
    create({ classification }),
    create({ classification: 'restricted' }),
  );
}
