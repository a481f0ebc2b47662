export { isKnown, lockKnown, replicaModule, RecordReplica, type ReplicatedRecord } from './record-replica.js';
export { KnownRecordReach1800000900000, KnownRecordTables1763942410000 } from './tables.js';
