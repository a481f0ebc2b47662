export { advisoryLocks, lockRecord, type AdvisoryLock } from './advisory-locks.js';
export { columnName, connectionOptions, ownerOptions, SnakeCase, type Migrations } from './connection.js';
export type { Actor, By, Reach, Touched, Tx } from './actor.js';
export { Database, insideHomeRole, isUniqueViolation, preparedIn, readIn, sendIn } from './database.js';
export {
  findOrRefuse,
  findRetractedToo,
  insert,
  loadFollower,
  lockRow,
  newId,
  nextReference,
  readVisible,
  update,
  type Kind,
  type Versioned,
} from './records.js';
export { probe, addressOf } from './probe.js';
export {
  addChangedAt,
  addFilterIndexes,
  dropFilterIndexes,
  migrate,
  missingMigrations,
  unsafeSettings,
} from './migrate.js';
export { StoredAs, type Stored } from './stored-as.js';
