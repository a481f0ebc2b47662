export { CallActor, type Acting } from './call-actor.js';
export { forgetReplies, hashOf, readKey, Replayed, type IdempotentCall } from './idempotency.js';
export { machine } from './machine.js';
export { ActTables1763942420000 } from './tables.js';
