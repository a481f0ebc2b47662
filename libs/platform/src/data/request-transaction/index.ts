export { pseudonymOf } from './audit.js';
export { CallActor, type Acting } from './call-actor.js';
export { forgetReplies, hashOf, readKey, Replayed, rewriteReplies, type IdempotentCall } from './idempotency.js';
export { eraseReasons, keepReasons, letReasonsBeErased } from './reasons.js';
export { systemActor } from './system-actor.js';
export { ActTables1763942420000, AuditVerification1800000950000, ReasonDigests1800000980000 } from './tables.js';
