export { actsOf, Life, type Asking } from './life.js';
export { LifeOperations } from './life-operations.js';
export { RecordOperations } from './record-operations.js';
