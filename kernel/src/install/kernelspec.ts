import { readFileSync } from 'node:fs';
import { nodeFlags } from '../kernelMain.js';

/** How to start the kernel. Both paths are absolute, so that the kernel starts from any current folder. */
export interface KernelCommand {
  /** The node program. */
  node: string;
  /** The kernel's main file. */
  main: string;
}

/** The name by which notebooks ask for the kernel; also the name of its folder. */
export const kernelName = 'initlab';

const logos = ['logo-32x32.png', 'logo-64x64.png', 'logo-svg.svg'];

/** The content of the kernel's folder by file name. `kernel.json`, which makes it a kernel, is last. */
export function kernelspecFiles({ node, main }: KernelCommand): Map<string, Buffer> {
  const spec = {
    argv: [node, ...nodeFlags, main, '{connection_file}'],
    display_name: 'TypeScript (initlab)',
    language: 'typescript',
    interrupt_mode: 'message',
    metadata: { debugger: false },
  };
  const files = logos.map((name): [string, Buffer] => [name, readLogo(name)]);
  return new Map([...files, ['kernel.json', Buffer.from(`${JSON.stringify(spec, null, 2)}\n`)]]);
}

function readLogo(name: string): Buffer {
  return readFileSync(new URL(`../../logo/${name}`, import.meta.url));
}
