export { ServiceContext, type Door, type ServiceDefinition } from './definition.js';
export { startService, type RunningService, type Surroundings } from './running.js';
export { serve } from './serve.js';
