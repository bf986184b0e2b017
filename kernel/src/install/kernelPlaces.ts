import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findProjectFolder } from '../projectFolder.js';
import { findJupyterDataFolder, type System } from './jupyterDataFolder.js';

/** The users for whom a kernel is installed. */
export type KernelScope = { kind: 'user' } | { kind: 'prefix'; prefix: string } | { kind: 'project'; folder: string };

/** A place where Jupyter may find kernels. */
export interface KernelPlace {
  /** The folder that contains the folder `kernels`, and that JUPYTER_PATH would name. */
  dataFolder: string;
  /** Whether Jupyter only looks there if JUPYTER_PATH names the folder. */
  needsJupyterPath: boolean;
}

/** Lists the places where a scope may keep its kernels. A new kernel is installed in the first. */
export function listKernelPlaces(scope: KernelScope, system: System): KernelPlace[] {
  if (scope.kind === 'user') return [{ dataFolder: findJupyterDataFolder(system), needsJupyterPath: false }];
  if (scope.kind === 'prefix')
    return [{ dataFolder: findSharedFolder(resolve(scope.prefix)), needsJupyterPath: false }];
  const project = findProjectFolder(scope.folder) ?? resolve(scope.folder);
  const own = { dataFolder: join(project, '.jupyter'), needsJupyterPath: true };
  const environment = join(project, '.venv');
  if (!existsSync(join(environment, 'pyvenv.cfg'))) return [own];
  return [{ dataFolder: findSharedFolder(environment), needsJupyterPath: false }, own];
}

function findSharedFolder(prefix: string): string {
  return join(prefix, 'share', 'jupyter');
}
