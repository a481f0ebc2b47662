export { inboxOf } from './nats.js';
export type { Check } from './dependency.js';
export { Dependencies } from './dependencies.js';
