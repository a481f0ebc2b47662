export { Leader } from './leader.js';
export { Rounds } from './rounds.js';
