export { ConfigurationError, describeEnvironment, readEnvironment } from './environment.js';
export { Issuer } from './issuers.js';
export { DoorSettings, MigrationSettings, ServiceSettings, SigningKey } from './settings.js';
