import { existsSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { kernelMain } from '../kernelMain.js';
import { InstallError } from './installError.js';
import type { System } from './jupyterDataFolder.js';
import { type KernelScope, kernelPlaces } from './kernelPlaces.js';
import { type KernelCommand, kernelName } from './kernelspec.js';
import { type WrittenKernel, writeKernelspec } from './writeKernelspec.js';

/** What {@link installKernel} wrote. `jupyterPath` is given if Jupyter finds the kernel only when JUPYTER_PATH names that folder. */
export interface InstalledKernel extends WrittenKernel {
  jupyterPath: string | undefined;
}

/** This Node.js with this package's kernel. */
export function thisKernel(): KernelCommand {
  return { node: process.execPath, main: kernelMain };
}

/**
 * Makes the kernel known to Jupyter, nbclient and VS Code. No Python is needed.
 *
 * Throws an {@link InstallError} if the folder cannot be written.
 *
 * @example
 * const { folder } = installKernel({ kind: 'user' });
 */
export function installKernel(scope: KernelScope, system: System = thisSystem()): InstalledKernel {
  const [{ dataFolder, needsJupyterPath }] = kernelPlaces(scope, system);
  return { ...writeKernelspec(dataFolder, thisKernel()), jupyterPath: needsJupyterPath ? dataFolder : undefined };
}

/** Takes away what {@link installKernel} wrote for the same scope: the folders that were removed, and those that were looked at. */
export function uninstallKernel(
  scope: KernelScope,
  system: System = thisSystem(),
): { removed: string[]; searched: string[] } {
  const searched = kernelPlaces(scope, system).map(({ dataFolder }) => join(dataFolder, 'kernels', kernelName));
  const removed = searched.filter((folder) => existsSync(folder));
  for (const folder of removed) removeFolder(folder);
  return { removed, searched };
}

function removeFolder(folder: string): void {
  try {
    rmSync(folder, { recursive: true });
  } catch (error) {
    throw new InstallError(folder, 'removed', error as NodeJS.ErrnoException);
  }
}

function thisSystem(): System {
  return { platform: process.platform, env: process.env, home: homedir() };
}
