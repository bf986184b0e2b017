import { parseArgs } from 'node:util';
import type { KernelScope } from 'initlab-kernel';
import { UsageError } from '../command.js';

/** The options that `install-kernel` and `uninstall-kernel` share. */
export const scopeOptions: string = `Options (one at most):
  --user           for you, in Jupyter's folder in your home (the default); JUPYTER_DATA_DIR
                   is heeded
  --prefix DIR     for everyone who uses the Jupyter installed under DIR (/usr/local, a virtual
                   or conda environment): DIR/share/jupyter/kernels
  --project        for the project around the current folder: into its .venv if it has one, which
                   that environment's Jupyter reads by itself, else into its folder .jupyter,
                   which Jupyter reads when JUPYTER_PATH names it`;

export function readScope(name: string, args: string[]): KernelScope {
  const { values } = parseArgs({
    args,
    options: { user: { type: 'boolean' }, prefix: { type: 'string' }, project: { type: 'boolean' } },
  });
  const given = Object.keys(values).map((option) => `--${option}`);
  if (given.length > 1) {
    throw new UsageError(`${given.join(' and ')} name different places; give one.\nSee: initlab ${name} --help`);
  }
  if (values.prefix === '') throw new UsageError(`--prefix must be a folder, not "".\nSee: initlab ${name} --help`);
  if (values.prefix !== undefined) return { kind: 'prefix', prefix: values.prefix };
  return values.project ? { kind: 'project', folder: process.cwd() } : { kind: 'user' };
}
