// Data products: how long a fact takes to a subscriber of another region, what a page costs, and what readers cost a write.
import { setTimeout as pause } from 'node:timers/promises';
import { tokenOf } from '@passerelle/stack/door';
import { until } from '@passerelle/stack/processes';
import { follow } from '@passerelle/subscriber';
import { agreement } from './agreement.ts';
import { poker } from './broker.ts';
import { paired, perSecond, type Target } from './http.ts';
import { atRate } from './latency.ts';
import type { BenchStack } from './stack.ts';
import { percentile, type Measure } from './table.ts';

const product = 'party.cooperation.BE-VLG';
const rate = 100;
const both = `
  INSERT INTO event_log (product, event_id, aggregate_id, aggregate_version, type, schema_version, envelope, data)
  SELECT product, $1::uuid, $1::text, 1, 'agreements.registered', '1.0', $2, $3
    FROM unnest(ARRAY['internal', 'party.BE-VLG']) AS product`;

export async function products(stack: BenchStack): Promise<Measure[]> {
  const authorization = `Bearer ${await tokenOf('partner-flanders', stack.ready)}`;
  const waits = await arrivals(stack, authorization);
  const page = `${stack.ready.gateway}/v1/products/${product}/events`;
  const bytes = (await (await fetch(page, { headers: { authorization } })).arrayBuffer()).byteLength;
  return [
    { what: `commit to handler of another region at ${rate}/s, p50`, unit: 'ms', ours: percentile(waits, 0.5) },
    {
      what: `commit to handler of another region at ${rate}/s, p99`,
      unit: 'ms',
      ours: percentile(waits, 0.99),
      aim: { of: 'value', atMost: 250 },
      note: `${waits.length} facts, by long poll`,
    },
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

/** Milliseconds from each commit to the handler of a follower. */
async function arrivals(stack: BenchStack, authorization: string): Promise<number[]> {
  const { poke, close } = await poker(stack);
  const committed = new Map<string, number>();
  const handled = new Map<string, number>();
  const stop = new AbortController();
  const following = follow({
    base: stack.ready.gateway,
    product,
    headers: () => ({ authorization }),
    store: { load: async () => undefined, save: async () => undefined },
    handler: async ({ id }) => void handled.set(id, performance.now()),
    from: 'now',
    signal: stop.signal,
  });
  // The first answer says where the present is: what is committed before it would not be followed.
  await pause(1_000);
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
