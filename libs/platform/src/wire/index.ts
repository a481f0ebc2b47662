export { headerJson, replyHeaders, requestOf, wire, type Address, type WireReply, type WireRequest } from './wire.js';
export { onTheWire } from './values.js';
