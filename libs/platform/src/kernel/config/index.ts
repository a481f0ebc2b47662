export { ConfigurationError, describeEnvironment, readEnvironment } from './environment.js';
export { Issuer, IssuerAddress } from './issuers.js';
export type { RateLimits } from './limits.js';
export { DoorSettings, MigrationSettings, ServiceSettings, SigningKey } from './settings.js';
