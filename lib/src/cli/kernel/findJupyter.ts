import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const PROGRAMS = ['jupyter-lab', 'jupyter-notebook'];

/** Finds JupyterLab, or else Notebook: first in the folder's `.venv`, then on the search path. */
export function findJupyter(folder: string): string | undefined {
  const scripts = join(folder, '.venv', process.platform === 'win32' ? 'Scripts' : 'bin');
  return [...PROGRAMS.map((name) => join(scripts, name)), ...PROGRAMS].find(isRunnable);
}

/**
 * Checks that a program works by running it, because a program that exists may be a broken shim, or
 * in an environment that was moved.
 */
function isRunnable(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore', windowsHide: true }).status === 0;
}
