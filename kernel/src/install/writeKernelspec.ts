import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../makeFolder.js';
import { InstallError } from './installError.js';
import { createKernelspecFiles, KERNEL_NAME, type KernelCommand } from './kernelspec.js';

/** A kernel's folder that was written. */
export interface WrittenKernel {
  folder: string;
  /** The files in the folder, by name. */
  files: string[];
  /** Whether a kernel was there before. */
  replaced: boolean;
}

/**
 * Writes the kernel's folder into `kernels` of a Jupyter data folder. Each file is replaced in one
 * step, and kernel.json is the last. So Jupyter sees the old kernel until the new one is complete,
 * and never a part of one.
 */
export function writeKernelspec(dataFolder: string, command: KernelCommand): WrittenKernel {
  const folder = join(dataFolder, 'kernels', KERNEL_NAME);
  const files = createKernelspecFiles(command);
  const replaced = existsSync(join(folder, 'kernel.json'));
  try {
    makeFolder(folder);
    for (const [name, content] of files) replaceFile(join(folder, name), content);
  } catch (error) {
    throw new InstallError(folder, 'written to', error as NodeJS.ErrnoException);
  }
  return { folder, files: [...files.keys()], replaced };
}

function replaceFile(path: string, content: Buffer): void {
  const fresh = `${path}.${process.pid}.new`;
  try {
    writeFileSync(fresh, content);
    renameSync(fresh, path);
  } finally {
    rmSync(fresh, { force: true });
  }
}
