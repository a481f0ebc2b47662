export { auditModule, auditPolicy } from './audit.module.js';
export { auditSealed } from './trail.js';
export { verifyTrail, type Verdict } from './verify.js';
