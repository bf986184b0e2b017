import { fileURLToPath } from 'node:url';

/** Absolute path of the kernel's main file: `node <kernelMain> CONNECTION_FILE` starts a kernel. */
export const kernelMain: string = fileURLToPath(new URL('./main.js', import.meta.url));
