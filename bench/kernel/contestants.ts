import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { thisKernel } from 'initlab-kernel';
import { createKernelspecFiles } from '../../kernel/src/install/kernelspec.js';

/** A kernel to measure. */
export interface Contestant {
  name: string;
  /** Command that starts it, with `{connection_file}` in it. */
  argv: string[];
  folder: string;
  /** Source of a first cell with an import, which shows a result. */
  firstCell: string;
  /** Source of a cell that writes 1e5 lines. */
  lines: string;
  /**
   * Source of a cell that declares a function again; `#` stands for a number that changes each
   * time.
   */
  redefine: string;
  /** Source whose last word is to be completed. */
  completed: string;
  /** Reason why the kernel cannot be measured. */
  absent?: string;
}

const PROJECT = resolve('.');
const TYPESCRIPT = {
  lines: 'for (let i = 0; i < 1e5; i++) console.log(i);',
  redefine: 'function scale(x: number): number { return # * x; }',
  completed: 'Math.ma',
};
const USE_LIBRARY = 'heNormal()(random(1), [2, 2]).length';
const PYTHON = '/usr/bin/python3';

/** Lists this kernel first, then the kernels that it is compared with. */
export function findContestants(): Contestant[] {
  const firstCell = `import { heNormal, random } from 'initlab';\n${USE_LIBRARY}`;
  const typescript = { folder: PROJECT, firstCell, ...TYPESCRIPT };
  return [
    { name: 'initlab', argv: ownCommand(), ...typescript },
    ipykernel(),
    deno(),
    { name: 'tslab', argv: stockTslab(), ...typescript },
  ];
}

/** Reads the command from this kernel's kernel.json. */
function ownCommand(): string[] {
  const spec = createKernelspecFiles(thisKernel()).get('kernel.json') as Buffer;
  return (JSON.parse(spec.toString()) as { argv: string[] }).argv;
}

function stockTslab(): string[] {
  const folder = dirname(createRequire(import.meta.url).resolve('tslab/package.json'));
  return [process.execPath, join(folder, 'bin', 'tslab'), 'kernel', '--config-path={connection_file}'];
}

/**
 * Describes Python's kernel. Its first cell imports NumPy, or a standard module if NumPy is not
 * installed.
 */
function ipykernel(): Contestant {
  const has = (module: string): boolean => spawnSync(PYTHON, ['-c', `import ${module}`]).status === 0;
  const firstCell = has('numpy')
    ? 'import numpy\nnumpy.random.default_rng(1).normal(size=4).size'
    : 'import random, statistics\nlen([random.gauss(0, 1) for _ in range(4)])';
  return {
    name: 'ipykernel',
    argv: [PYTHON, '-m', 'ipykernel_launcher', '-f', '{connection_file}'],
    folder: PROJECT,
    firstCell,
    lines: 'for i in range(100000): print(i)',
    redefine: 'def scale(x): return # * x',
    completed: 'str.to',
    ...(has('ipykernel') ? {} : { absent: 'install it with apt-get install python3-ipykernel' }),
  };
}

/**
 * Describes Deno's kernel, which does not check types and reads the built library from its file.
 */
function deno(): Contestant {
  const folder = join(tmpdir(), 'initlab-bench-deno');
  mkdirSync(folder, { recursive: true });
  const binary = denoBinary(folder);
  const library = pathToFileURL(join(PROJECT, 'lib', 'dist', 'index.js')).href;
  return {
    name: 'deno',
    argv: [binary ?? 'deno', 'jupyter', '--kernel', '--conn', '{connection_file}'],
    folder,
    firstCell: `import { heNormal, random } from '${library}';\n${USE_LIBRARY}`,
    ...TYPESCRIPT,
    ...(binary ? {} : { absent: 'the npm package deno could not be installed' }),
  };
}

/** Finds the program of the npm package `deno`, which is installed once in a temporary folder. */
function denoBinary(folder: string): string | undefined {
  const programs = join(folder, 'node_modules', '@deno');
  if (!existsSync(programs)) {
    writeFileSync(join(folder, 'package.json'), '{}');
    spawnSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', 'deno'], {
      cwd: folder,
      shell: process.platform === 'win32',
    });
  }
  const found = existsSync(programs) ? readdirSync(programs).map((name) => join(programs, name)) : [];
  const files = found.flatMap((name) => [join(name, 'deno'), join(name, 'deno.exe')]);
  return files.find((file) => spawnSync(file, ['--version']).status === 0);
}
