export { anonymous, Caller, callerOf, keyHolder } from './caller.js';
export { CallerTokenMint, CallerTokenVerifier } from './caller-token.js';
export { BearerVerifier } from './bearer.js';
export { discover, discoveryAddress, type Discovery } from './discovery.js';
