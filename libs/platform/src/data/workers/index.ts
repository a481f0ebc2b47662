export { Leader } from './leader.js';
export { Worker } from './worker.js';
