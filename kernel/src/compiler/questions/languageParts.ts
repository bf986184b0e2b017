/**
 * The parts of the kernel that check cells and answer questions about them, without a process of
 * their own. The pages of the lessons use them in a worker of the browser.
 */
export type { Completions } from '../../threads/messages.js';
export { type CellText, createVisibleNames, type VisibleNames } from '../names.js';
export { compileCell } from '../syntax/compile.js';
export { withoutRepeatedStatements } from '../syntax/statements.js';
export type { Compiled, TypeScript } from '../syntax/types.js';
export { concernsCell, labelCells, wordFor } from './cellErrors.js';
export { findCompletions } from './completions.js';
export { type Answering, findCall, inspectCompletion, inspectName } from './inspection.js';
