export { ConfigurationError, describeEnvironment, readEnvironment } from './environment.js';
export { DoorSettings, MigrationSettings, ServiceSettings, SigningKey } from './settings.js';
