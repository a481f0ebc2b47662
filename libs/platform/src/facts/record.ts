import { v7 as uuid } from 'uuid';
import { preparedIn, type Tx } from '../database/index.js';
import { recordTooLarge, refuse } from '../problems/index.js';
import { traceparent } from '../telemetry/index.js';
import { onTheWire } from '../wire/index.js';
import type { Fact, Product } from './fact.js';

const largest = 32 * 1024;

const logged = `
  INSERT INTO event_log (product, event_id, aggregate_id, aggregate_version, type, schema_version, envelope, data)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`;

/** One row per product that the fact enters. `internal` holds everything; the others follow when partners subscribe. */
const productsOf = (_fact: Fact): readonly Product[] => ['internal'];

/**
 * Writes the fact into the event log, in the transaction of the change: it leaves with the commit or not at all.
 * A record over 32 KB is refused, one without the announced shape is a fault of ours: the change does not happen either way.
 */
export async function record(tx: Tx, fact: Fact): Promise<void> {
  const data = JSON.stringify(fact.kind.schema.parse(onTheWire(fact.data)));
  const type = `${fact.kind.resource}.${fact.kind.verb}`;
  if (Buffer.byteLength(data) > largest) throw refuse(recordTooLarge, { limit: largest });
  const trace = traceparent();
  const envelope = JSON.stringify({
    time: fact.time ?? new Date().toISOString(),
    ...(trace === undefined ? {} : { traceparent: trace }),
  });
  const eventId = uuid();
  for (const product of productsOf(fact)) {
    await preparedIn(tx, logged, [product, eventId, fact.id, fact.version, type, fact.kind.version, envelope, data]);
  }
}
