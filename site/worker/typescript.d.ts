import type { TypeScript } from 'initlab-kernel/cells';

/** The compiler, which is built as a file of its own. */
declare const ts: TypeScript;
export default ts;
