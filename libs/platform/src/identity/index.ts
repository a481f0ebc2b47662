export { anonymous, Caller } from './caller.js';
export { CallerTokenMint, CallerTokenVerifier } from './caller-token.js';
export { BearerVerifier, type TrustedIssuer } from './bearer.js';
export { discover, discoveryAddress } from './discovery.js';
