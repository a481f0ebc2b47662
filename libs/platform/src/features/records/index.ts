export { refuseMonolingual } from './invariants.js';
export { lockedRecord, type RecordHost } from './performing.js';
export { RecordOperations } from './record-operations.js';
export { shapesOf } from './shapes.js';
export { cascadeBelow, classificationOf, VisibilityCascade } from './visibility-cascade.js';
