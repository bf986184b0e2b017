import { parseArgs } from 'node:util';
import type { KernelScope } from 'initlab-kernel';
import { UsageError } from '../command.js';

/** The options that `install-kernel` and `uninstall-kernel` share. */
export const SCOPE_OPTIONS: string = `Options (at most one):
  --user           for you alone, in the Jupyter folder in your home folder, or in the folder
                   that JUPYTER_DATA_DIR names (the default)
  --prefix DIR     for every user of the Jupyter installed under DIR (for example /usr/local or a
                   virtual or conda environment), in DIR/share/jupyter/kernels
  --project        for the project around the current folder. If the project has a .venv, the kernel
                   goes there, and the Jupyter of that environment finds it without any setup.
                   Otherwise the kernel goes into the project's folder .jupyter, which Jupyter
                   reads when JUPYTER_PATH names it`;

export function readScope(name: string, args: string[]): KernelScope {
  const { values } = parseArgs({
    args,
    options: { user: { type: 'boolean' }, prefix: { type: 'string' }, project: { type: 'boolean' } },
  });
  const given = Object.keys(values).map((option) => `--${option}`);
  if (given.length > 1) {
    throw new UsageError(
      `${given.join(' and ')} name different places. Give one of them.\nSee: initlab ${name} --help`,
    );
  }
  if (values.prefix === '') throw new UsageError(`--prefix must name a folder, not "".\nSee: initlab ${name} --help`);
  if (values.prefix !== undefined) return { kind: 'prefix', prefix: values.prefix };
  return values.project ? { kind: 'project', folder: process.cwd() } : { kind: 'user' };
}
