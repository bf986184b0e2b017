import { fileURLToPath } from 'node:url';

/** Absolute path of the kernel's main file: `node <nodeFlags> <kernelMain> CONNECTION_FILE` starts a kernel. */
export const kernelMain: string = fileURLToPath(new URL('./main.js', import.meta.url));

/**
 * Flags of node that the kernel needs. Without this one node aborts the process where an interrupt takes the ground from
 * under its bookkeeping of callbacks.
 */
export const nodeFlags: readonly string[] = ['--no-force-async-hooks-checks'];
