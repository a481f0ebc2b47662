export { auditModule, auditPolicy } from './audit.module.js';
export { auditJobs } from './jobs.js';
export { auditSealed, sealAll } from './trail.js';
export { NightlyVerification } from './verification.js';
export { verifyTrail, type Verdict } from './verify.js';
