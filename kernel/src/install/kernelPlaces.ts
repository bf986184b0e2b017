import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findProjectFolder } from '../projectFolder.js';
import { jupyterDataFolder, type System } from './jupyterDataFolder.js';

/** For whom a kernel is installed. */
export type KernelScope = { kind: 'user' } | { kind: 'prefix'; prefix: string } | { kind: 'project'; folder: string };

export interface KernelPlace {
  /** Holds the folder `kernels`; what JUPYTER_PATH would name. */
  dataFolder: string;
  /** Whether Jupyter looks there only if JUPYTER_PATH says so. */
  needsJupyterPath: boolean;
}

/** Where a scope keeps its kernels. The first place is the one to install in, all are places where one may be found. */
export function kernelPlaces(scope: KernelScope, system: System): KernelPlace[] {
  if (scope.kind === 'user') return [{ dataFolder: jupyterDataFolder(system), needsJupyterPath: false }];
  if (scope.kind === 'prefix') return [{ dataFolder: shared(resolve(scope.prefix)), needsJupyterPath: false }];
  const project = findProjectFolder(scope.folder) ?? resolve(scope.folder);
  const own = { dataFolder: join(project, '.jupyter'), needsJupyterPath: true };
  const environment = join(project, '.venv');
  if (!existsSync(join(environment, 'pyvenv.cfg'))) return [own];
  return [{ dataFolder: shared(environment), needsJupyterPath: false }, own];
}

function shared(prefix: string): string {
  return join(prefix, 'share', 'jupyter');
}
