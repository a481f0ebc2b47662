export { columnName, connectionOptions, ownerOptions, SnakeCase, type Migrations } from './connection.js';
export { Database, preparedIn, isUniqueViolation, type Tx } from './database.js';
export { findOrRefuse, insert, newId, nextReference, update, type Versioned } from './records.js';
export { migrate, missingMigrations, unsafeSettings } from './migrate.js';
