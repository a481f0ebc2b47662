export {
  checkFacts,
  fact,
  PublishedFact,
  schemaUrn,
  shortType,
  type Fact,
  type FactKind,
  type FactOf,
  type FactSubject,
  type Product,
} from './fact.js';
export { record } from './record.js';
export { replay, sourceOf, streamOf, type Publisher } from './cloud-event.js';
export { OutboxRelay } from './outbox-relay.js';
export { FactConsumer, type Projection, type ReceivedFact } from './consumer.js';
export { FactTables1763942400000, NoRecordIndex1800000700000, TakenBackFacts1800000980000 } from './tables.js';
