export { knownModule, KnownRecords, type KnownRecord } from './known-records.js';
export { KnownRecordTables1763942410000 } from './tables.js';
