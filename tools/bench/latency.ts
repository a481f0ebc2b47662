// Latency from a commit in a service's database to the ledger of the gateway, at a steady rate. The bench commits facts itself,
// wakes the relay as a service would, and polls the ledger every two milliseconds.
import { setTimeout as pause } from 'node:timers/promises';
import { agreement } from './agreement.ts';
import { poker } from './broker.ts';
import type { BenchStack } from './stack.ts';
import { percentile, type Measure } from './table.ts';

const seconds = 10;
const lookMs = 2;
const one = `
  INSERT INTO event_log (product, event_id, aggregate_id, aggregate_version, type, schema_version, envelope, data)
  VALUES ('internal', $1::uuid, $1::text, 1, 'agreements.registered', '1.0', $2, $3)`;

export async function latencyAt(stack: BenchStack, perSecond: number): Promise<Measure[]> {
  const { cooperation, gateway } = stack.databases;
  const { poke, close } = await poker(stack);
  const committed = new Map<string, number>();
  const arrived: { sequence: number; at: number }[] = [];
  let writing = true;
  const looking = (async () => {
    while (writing || (arrived.at(-1)?.sequence ?? 0) < (await lastAssigned(stack))) {
      const { rows } = await gateway.query<{ last: string }>(
        `SELECT max(sequence) AS last FROM ledger WHERE source = 'cooperation'`,
      );
      arrived.push({ sequence: Number(rows[0]?.last ?? 0), at: performance.now() });
      await pause(lookMs);
    }
  })();
  const write = async (): Promise<void> => {
    const id = crypto.randomUUID();
    const data = JSON.stringify({ id, version: 1, ref: 'CO-2000-0002', status: 'draft', ...agreement });
    await cooperation.query(one, [id, JSON.stringify({ time: new Date().toISOString() }), data]);
    committed.set(id, performance.now());
    poke();
  };
  await atRate(perSecond, write).finally(() => (writing = false));
  await looking;
  const { rows } = await cooperation.query<{ event_id: string; pub_seq: string }>(
    'SELECT event_id, pub_seq FROM event_log WHERE event_id = ANY($1) ORDER BY pub_seq',
    [[...committed.keys()]],
  );
  await close();
  const waits = waitsOf(rows, committed, arrived);
  const aim = perSecond === 200 ? ({ aim: { of: 'value', atMost: 50 } } as const) : {};
  return [
    { what: `commit to ledger at ${perSecond}/s, p50`, unit: 'ms', ours: percentile(waits, 0.5) },
    {
      what: `commit to ledger at ${perSecond}/s, p99`,
      unit: 'ms',
      ours: percentile(waits, 0.99),
      ...aim,
      note: `${waits.length} facts`,
    },
  ];
}

/** Both lists are in order of the sequence: one pass finds when each fact was first seen. */
function waitsOf(
  rows: readonly { event_id: string; pub_seq: string }[],
  committed: ReadonlyMap<string, number>,
  arrived: readonly { sequence: number; at: number }[],
): number[] {
  let look = 0;
  return rows.flatMap(({ event_id: id, pub_seq: sequence }) => {
    while (look < arrived.length && (arrived[look]?.sequence ?? 0) < Number(sequence)) look++;
    const seen = arrived[look];
    return seen === undefined ? [] : [seen.at - (committed.get(id) ?? 0)];
  });
}

async function lastAssigned({ databases }: BenchStack): Promise<number> {
  const { rows } = await databases.cooperation.query<{ assigned: string; waiting: string }>(
    `SELECT assigned, (SELECT count(*) FROM event_log WHERE pub_seq IS NULL) AS waiting FROM event_product WHERE product = 'internal'`,
  );
  return Number(rows[0]?.assigned ?? 0) + Number(rows[0]?.waiting ?? 0);
}

/** Starts `work` at this rate, even if the previous call has not ended. */
export async function atRate(perSecond: number, work: () => Promise<void>): Promise<void> {
  const started = performance.now();
  const running: Promise<void>[] = [];
  const failures: unknown[] = [];
  for (let count = 0; count < perSecond * seconds; count++) {
    const due = started + (count * 1_000) / perSecond;
    const early = due - performance.now();
    if (early > 1) await pause(early);
    running.push(work().catch((error: unknown) => void failures.push(error)));
  }
  await Promise.all(running);
  if (failures.length > 0) throw failures[0];
}
