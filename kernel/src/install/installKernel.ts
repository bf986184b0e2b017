import { existsSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { KERNEL_MAIN } from '../kernelMain.js';
import { InstallError } from './installError.js';
import type { System } from './jupyterDataFolder.js';
import { type KernelScope, listKernelPlaces } from './kernelPlaces.js';
import { KERNEL_NAME, type KernelCommand } from './kernelspec.js';
import { type WrittenKernel, writeKernelspec } from './writeKernelspec.js';

/**
 * The kernel that {@link installKernel} wrote. If Jupyter finds it only when JUPYTER_PATH names a
 * folder, `jupyterPath` is that folder.
 */
export interface InstalledKernel extends WrittenKernel {
  jupyterPath: string | undefined;
}

/** Returns the command that starts this package's kernel with this Node.js. */
export function thisKernel(): KernelCommand {
  return { node: process.execPath, main: KERNEL_MAIN };
}

/**
 * Makes the kernel known to Jupyter, nbclient and VS Code, without Python.
 *
 * Throws an {@link InstallError} if the folder cannot be written to.
 *
 * @example
 * const { folder } = installKernel({ kind: 'user' });
 */
export function installKernel(scope: KernelScope, system: System = thisSystem()): InstalledKernel {
  const [{ dataFolder, needsJupyterPath }] = listKernelPlaces(scope, system);
  return { ...writeKernelspec(dataFolder, thisKernel()), jupyterPath: needsJupyterPath ? dataFolder : undefined };
}

/**
 * Removes what {@link installKernel} wrote for a scope. Returns the folders that it removed and
 * those that it searched.
 */
export function uninstallKernel(
  scope: KernelScope,
  system: System = thisSystem(),
): { removed: string[]; searched: string[] } {
  const searched = listKernelPlaces(scope, system).map(({ dataFolder }) => join(dataFolder, 'kernels', KERNEL_NAME));
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
