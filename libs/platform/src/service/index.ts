export { ServiceContext, type Door, type ServiceDefinition } from './definition.js';
export { startService, type RunningService } from './running.js';
export { serve } from './serve.js';
