export { refuseMonolingual } from './invariants.js';
export { lockedRecord, type Cascade } from './performing.js';
export { RecordOperations } from './record-operations.js';
export { shapesOf } from './shapes.js';
