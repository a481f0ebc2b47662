export { textJobs } from './jobs.js';
export { inJson, without } from './redaction.js';
export { holdersOf } from './rows.js';
export { TakeBackRefused, textsTakenBack } from './taken-back.js';
export { takeBack, type Extent, type TakenBack } from './taking-back.js';
