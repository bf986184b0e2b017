import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { thisKernel, writeKernelspec } from 'initlab-kernel';

/** Debian's own Python: the one that Debian's packages serve. */
export const python = '/usr/bin/python3';

/** The Python modules that these tests use, with Debian's packages of them. */
const packages: Record<string, string> = {
  jupyter_kernel_test: 'python3-jupyter-kernel-test',
  nbclient: 'python3-nbclient',
  nbconvert: 'jupyter-nbconvert',
  notebook: 'jupyter-notebook',
};

/** Ends the program with what to install if something is missing. */
export function requireJupyter(): void {
  const missing = Object.keys(packages).filter((module) => spawnSync(python, ['-c', `import ${module}`]).status !== 0);
  if (missing.length === 0) return;
  console.error(
    `Debian's Jupyter is not all there (${missing.join(', ')} cannot be imported by ${python}). Install it:`,
  );
  console.error(`  apt-get install ${missing.map((module) => packages[module]).join(' ')}`);
  process.exit(2);
}

/** A folder for JUPYTER_PATH in which the kernels `initlab` and `tslab`, stock tslab, are known. */
export function makeKernelsKnown(): string {
  const folder = mkdtempSync(join(tmpdir(), 'initlab-jupyter-'));
  writeKernelspec(folder, thisKernel());
  const tslab = join(folder, 'kernels', 'tslab');
  mkdirSync(tslab);
  const spec = { argv: stockTslab(), display_name: 'TypeScript', language: 'typescript' };
  writeFileSync(join(tslab, 'kernel.json'), JSON.stringify(spec));
  return folder;
}

/** The command line of tslab's own kernel. */
export function stockTslab(): string[] {
  const main = createRequire(import.meta.url).resolve('tslab/package.json');
  return [process.execPath, join(dirname(main), 'bin', 'tslab'), 'kernel', '--config-path={connection_file}'];
}

/** Runs one of Jupyter's programs with the kernels known; resolves with its exit code and all that it printed. */
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
