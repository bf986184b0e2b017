import { sep } from 'node:path';
import { loadKernel, tellInstallError } from './kernel.js';
import { readScope, scopeOptions } from './kernelScope.js';

export const usage: string = `Usage: initlab install-kernel [--user | --prefix DIR | --project]

Makes the kernel "TypeScript (initlab)" known to JupyterLab, Notebook, nbclient, nbconvert and
VS Code. No Python is needed. An older one in the same place is replaced.

${scopeOptions}

The kernel is started by this Node.js from where initlab is installed now: after moving or
removing either, install again.

Exit code: 0 if it was written, 1 if the folder cannot be written, 2 for wrong usage.`;

export async function run(args: string[]): Promise<number> {
  const scope = readScope('install-kernel', args);
  const { installKernel, InstallError, thisKernel } = await loadKernel();
  try {
    const { folder, files, replaced, jupyterPath } = installKernel(scope);
    console.log(`${replaced ? 'Replaced' : 'Wrote'} the kernel "TypeScript (initlab)":`);
    for (const file of files) console.log(`  ${folder}${sep}${file}`);
    if (jupyterPath !== undefined) console.log(pathAdvice(jupyterPath));
    if (thisKernel().main.includes(`${sep}_npx${sep}`)) console.log(cacheAdvice);
    return 0;
  } catch (error) {
    return tellInstallError(error, InstallError);
  }
}

function pathAdvice(folder: string): string {
  const line =
    process.platform === 'win32'
      ? `$env:JUPYTER_PATH = '${folder.replaceAll("'", "''")}'`
      : `export JUPYTER_PATH='${folder.replaceAll("'", "'\\''")}'`;
  return `Jupyter and VS Code find it when they are started with\n  ${line}`;
}

const cacheAdvice = `This initlab lies in npx's cache, which npm may empty at any time. To keep the kernel, run
  npm install initlab initlab-kernel
in a project, and install the kernel from there.`;
