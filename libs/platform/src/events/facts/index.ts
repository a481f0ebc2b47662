export {
  fact,
  PublishedFact,
  shortType,
  type Fact,
  type FactKind,
  type FactOf,
  type FactSubject,
  type Product,
} from './fact.js';
export { record } from './record.js';
export { replay } from './replay.js';
export { sourceOf, streamOf, type Publisher } from './outbox.js';
export { OutboxRelay } from './outbox-relay.js';
export { FactConsumer, type Projection, type ReceivedFact } from './consumer.js';
export { FactTables1763942400000 } from './tables.js';
