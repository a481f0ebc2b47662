export { bindOperations, boundOperations, Operation, text, type Call, type OperationDeclaration } from './operation.js';
export { readInput } from './input.js';
export { mergeInto, mergePatch, type Patch } from './merge-patch.js';
export { problemReply, TextAnswer } from './output.js';
export { OperationServer } from './server.js';
