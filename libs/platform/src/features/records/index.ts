export { act, Life } from './life.js';
export { RecordOperations } from './record-operations.js';
