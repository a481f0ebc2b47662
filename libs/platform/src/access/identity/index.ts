export { anonymous, Caller, callerOf, keyHolder, registeredProgram, toRead, type Registered } from './caller.js';
export { CallerTokenMint, CallerTokenVerifier } from './caller-token.js';
export { BearerVerifier } from './bearer.js';
export { discover, discoveryAddress, type Discovery } from './discovery.js';
