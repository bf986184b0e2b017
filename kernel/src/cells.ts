/**
 * The parts of the kernel that run cells without a process of their own. The pages of the lessons
 * run cells with them in a worker of the browser, where a bundler gives them the modules of Node
 * that they import: `node:assert`, `node:module`, `node:path` and `node:util`.
 */
export { describeErrors, toSyntaxError } from './compiler/diagnostics.js';
export { findArgument } from './compiler/questions/condition.js';
export { type CompileOptions, compileCell } from './compiler/syntax/compile.js';
export type { Compiled, ModuleRequest, TypeScript } from './compiler/syntax/types.js';
export type { CellApi } from './engine/cells/cellScope.js';
export { checkNames } from './engine/cells/checkNames.js';
export { linkName } from './engine/cells/linkName.js';
export type { Namespace } from './engine/cells/packages.js';
export { describeAssertion } from './engine/errors/assertion.js';
export { describeThrown } from './engine/errors/failure.js';
export { createSourceMaps, type SourceMaps } from './engine/errors/positions.js';
export { installStackTraces } from './engine/errors/stack.js';
export { formatRows } from './engine/output/formatRows.js';
export { toMimeBundle } from './engine/output/mime.js';
export { toSendable } from './engine/output/sendable.js';
export type { DisplayContent, Failure, MimeBundle, StreamName } from './threads/outputEvent.js';
