export { bindOperations, Operation, type Call, type OperationDeclaration } from './operation.js';
export { mergePatch } from './input.js';
export { problemReply, SeeOther } from './output.js';
export { OperationServer } from './server.js';
