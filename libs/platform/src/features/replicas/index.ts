export { replicaModule, RecordReplica, type ReplicatedRecord } from './record-replica.js';
export { KnownRecordTables1763942410000 } from './tables.js';
