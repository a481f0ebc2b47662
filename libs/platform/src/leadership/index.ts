export { Leader } from './leader.js';
