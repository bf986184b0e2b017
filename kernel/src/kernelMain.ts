import { fileURLToPath } from 'node:url';

/**
 * The absolute path of the kernel's main file: `node <NODE_FLAGS> <KERNEL_MAIN> CONNECTION_FILE`
 * starts a kernel.
 */
export const KERNEL_MAIN: string = fileURLToPath(new URL('./main.js', import.meta.url));

/**
 * Flags that Node needs to run a kernel. Without this flag, Node aborts when an interrupt breaks
 * its async-hook stack.
 */
export const NODE_FLAGS: readonly string[] = ['--no-force-async-hooks-checks'];
