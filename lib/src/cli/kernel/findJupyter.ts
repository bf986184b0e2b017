import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const names = ['jupyter-lab', 'jupyter-notebook'];

/** The program that starts JupyterLab or else Notebook: of the folder's `.venv` first, then on the search path. */
export function findJupyter(folder: string): string | undefined {
  const scripts = join(folder, '.venv', process.platform === 'win32' ? 'Scripts' : 'bin');
  return [...names.map((name) => join(scripts, name)), ...names].find(answers);
}

/** A program may be there and yet not work: a shim without the version it stands for, an environment that was moved. */
function answers(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore', windowsHide: true }).status === 0;
}
