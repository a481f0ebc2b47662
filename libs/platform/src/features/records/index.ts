export type { ActContext, Name } from './lives/act-context.js';
export { refuseMonolingual } from './invariants.js';
export { actsOf, Life, type Asking, type ClockAct } from './lives/life.js';
export { lockedRecord, type Cascade, type KeptRecord } from './performing.js';
export { RecordOperations } from './record-operations.js';
export { shapesOf } from './shapes.js';
