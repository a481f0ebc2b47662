export {
  headerJson,
  replyHeaders,
  requestOf,
  rpcHeaders,
  type Address,
  type RpcReply,
  type RpcRequest,
} from './rpc-protocol.js';
export { inShape, toJson } from './json.js';
