import { readFileSync } from 'node:fs';
import { NODE_FLAGS } from '../kernelMain.js';

/**
 * The command that starts the kernel. Both paths are absolute, so the kernel starts in any current
 * folder.
 */
export interface KernelCommand {
  /** The program `node`. */
  node: string;
  /** The kernel's main file. */
  main: string;
}

/** The name that notebooks call the kernel by, and the name of its folder. */
export const KERNEL_NAME = 'initlab';

const LOGOS = ['logo-32x32.png', 'logo-64x64.png', 'logo-svg.svg'];

/**
 * Creates the files of the kernel's folder, by name. `kernel.json`, which makes the folder a
 * kernel, is last.
 */
export function createKernelspecFiles({ node, main }: KernelCommand): Map<string, Buffer> {
  const spec = {
    argv: [node, ...NODE_FLAGS, main, '{connection_file}'],
    display_name: 'TypeScript (initlab)',
    language: 'typescript',
    interrupt_mode: 'message',
    metadata: { debugger: false },
  };
  const files = LOGOS.map((name): [string, Buffer] => [name, readLogo(name)]);
  return new Map([...files, ['kernel.json', Buffer.from(`${JSON.stringify(spec, null, 2)}\n`)]]);
}

function readLogo(name: string): Buffer {
  return readFileSync(new URL(`../../logo/${name}`, import.meta.url));
}
