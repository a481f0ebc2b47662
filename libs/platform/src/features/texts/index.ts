export { takeBackJob, textJobs } from './jobs.js';
export { inJson, without } from './redaction.js';
export { TakeBackRefused, textsTakenBack } from './taken-back.js';
export { holdersOf, takeBack, type TakenBack } from './taking-back.js';
