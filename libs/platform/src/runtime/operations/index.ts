export { bindOperations, Operation, text, type Call, type OperationDeclaration } from './operation.js';
export { mergePatch, readInput } from './input.js';
export { problemReply, SeeOther, TextAnswer } from './output.js';
export { OperationServer } from './server.js';
