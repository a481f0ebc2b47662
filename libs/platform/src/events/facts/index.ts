export {
  kebab,
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
export {
  CloudEvents,
  productName,
  productOf,
  sourceOf,
  streamOf,
  subjectsOf,
  type LogRow,
  type Publisher,
} from './cloud-event.js';
export { FactConsumer, type Projection, type ReceivedFact } from './consumer.js';
export { openProducts, productsOf } from './opening-products.js';
export {
  DataProducts1800001000000,
  factTables,
  FactTables1763942400000,
  NoRecordIndex1800000700000,
  TakenBackFacts1800000980000,
} from './tables.js';
