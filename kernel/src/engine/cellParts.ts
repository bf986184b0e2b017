/**
 * The parts of the kernel that run cells without a process of their own. The pages of the lessons
 * run cells with them in a worker of the browser, where a bundler gives them the modules of Node
 * that they import: `node:assert`, `node:module`, `node:path` and `node:util`.
 */
export { describeErrors, toSyntaxError } from '../compiler/diagnostics.js';
export { findArgument } from '../compiler/questions/condition.js';
export { type CompileOptions, compileCell } from '../compiler/syntax/compile.js';
export type { Compiled, ModuleRequest, TypeScript } from '../compiler/syntax/types.js';
export type { DisplayContent, Failure, MimeBundle, StreamName } from '../threads/outputEvent.js';
export type { CellApi } from './cells/cellScope.js';
export { checkNames } from './cells/checkNames.js';
export { linkName } from './cells/linkName.js';
export { createLinks } from './cells/links.js';
export type { Namespace } from './cells/packages.js';
export { describeAssertion } from './errors/assertion.js';
export { describeThrown } from './errors/failure.js';
export { createSourceMaps, type SourceMaps } from './errors/positions.js';
export { installStackTraces } from './errors/stack.js';
export { formatRows } from './output/formatRows.js';
export { toMimeBundle } from './output/mime.js';
export { toSendable } from './output/sendable.js';
