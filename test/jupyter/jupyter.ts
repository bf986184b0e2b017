import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { thisKernel, writeKernelspec } from 'initlab-kernel';

/** Debian's own Python, which has Debian's packages. */
export const python = '/usr/bin/python3';

/** The Python modules that these tests use, with Debian's packages of them. */
const packages: Record<string, string> = {
  jupyter_kernel_test: 'python3-jupyter-kernel-test',
  nbclient: 'python3-nbclient',
  nbconvert: 'jupyter-nbconvert',
  notebook: 'jupyter-notebook',
};

/** Ends the program and names the packages to install if a module is missing. */
export function requireJupyter(): void {
  const missing = Object.keys(packages).filter((module) => spawnSync(python, ['-c', `import ${module}`]).status !== 0);
  if (missing.length === 0) return;
  console.error(`A part of Debian's Jupyter is missing: ${python} cannot import ${missing.join(', ')}. Install it:`);
  console.error(`  apt-get install ${missing.map((module) => packages[module]).join(' ')}`);
  process.exit(2);
}

/** Creates a folder for JUPYTER_PATH with the kernels `initlab` and `tslab` (stock tslab). */
export function installKernels(): string {
  const folder = mkdtempSync(join(tmpdir(), 'initlab-jupyter-'));
  writeKernelspec(folder, thisKernel());
  const tslab = join(folder, 'kernels', 'tslab');
  mkdirSync(tslab);
  const spec = { argv: stockTslab(), display_name: 'TypeScript', language: 'typescript' };
  writeFileSync(join(tslab, 'kernel.json'), JSON.stringify(spec));
  return folder;
}

/** Returns the command that starts tslab's own kernel. */
export function stockTslab(): string[] {
  const main = createRequire(import.meta.url).resolve('tslab/package.json');
  return [process.execPath, join(dirname(main), 'bin', 'tslab'), 'kernel', '--config-path={connection_file}'];
}

/**
 * Runs one of Jupyter's programs, which finds the kernels. Resolves with its exit code and its
 * output.
 */
export function runPython(
  args: readonly string[],
  jupyterPath: string,
  cwd: string,
): Promise<{ code: number; output: string }> {
  const path = [jupyterPath, process.env.JUPYTER_PATH].filter(Boolean).join(delimiter);
  const env = { ...process.env, JUPYTER_PATH: path, PYTHONDONTWRITEBYTECODE: '1' };
  const child = spawn(python, [...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
