import { v7 as uuid } from 'uuid';
import { sendIn, type Tx } from '../../data/database/index.js';
import { recordTooLarge, refusal } from '../../kernel/problems/index.js';
import { traceparent } from '../../kernel/telemetry/index.js';
import { inShape, toJson } from '../../kernel/rpc/index.js';
import type { Fact } from './fact.js';
import { recordForReaders } from './products.js';

const largest = 32 * 1024;

const logged = `
  INSERT INTO event_log (product, event_id, aggregate_id, aggregate_version, type, schema_version, envelope, data)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`;

/**
 * Transactional outbox: writes the fact into the event log in the transaction of the change, so it is published if and only if
 * the change commits. A record over 32 KB is refused; one that does not match the announced schema is our own bug. Both roll back.
 */
export async function record(tx: Tx, fact: Fact): Promise<void> {
  refuseOutdated(fact);
  const state = inShape(fact.kind.schema, toJson(fact.data));
  const data = JSON.stringify(state);
  const type = `${fact.kind.resource}.${fact.kind.verb}`;
  if (Buffer.byteLength(data) > largest) throw refusal(recordTooLarge, { limit: largest });
  const trace = traceparent();
  const envelope = JSON.stringify({
    time: fact.time ?? new Date().toISOString(),
    ...(trace === undefined ? {} : { traceparent: trace }),
  });
  const eventId = uuid();
  sendIn(tx, logged, ['internal', eventId, fact.id, fact.version, type, fact.kind.version, envelope, data]);
  recordForReaders(tx, fact, { eventId, type, envelope, state });
}

/** A fact that is made before its record is saved would carry the version before: our own bug. */
function refuseOutdated({ kind, version, data }: Fact): void {
  if (typeof data === 'object' && data !== null && 'version' in data && data.version !== version)
    throw new Error(`the fact ${kind.resource}.${kind.verb} was made before its record was saved`);
}
