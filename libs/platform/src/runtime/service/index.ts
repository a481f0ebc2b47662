export { ServiceContext, type Door, type OwnerJob, type ServiceDefinition } from './definition.js';
export type { Gauges } from './health.js';
export { startService, type RunningService, type Surroundings } from './running.js';
export { serve } from './serve.js';
