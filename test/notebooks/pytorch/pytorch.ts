import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Debian's own Python, which has Debian's packages. */
const PYTHON = '/usr/bin/python3';

/** A call of PyTorch, with statements to run before and after it. */
export interface TorchTask {
  setup: readonly string[];
  call: string;
  after?: readonly string[];
}

/** Numbers that a call returned, and the text that it printed. */
export interface TorchResult {
  /** The number that was returned. */
  value?: number | null;
  /** Size and moments of the tensor, or of the list of tensors, that was returned. */
  count?: number;
  mean?: number;
  std?: number;
  largest?: number;
  printed: string;
}

/** Throws an error that names the package to install if Python cannot import PyTorch. */
export function requirePyTorch(): void {
  if (spawnSync(PYTHON, ['-c', 'import torch']).status === 0) return;
  throw new Error(
    `${PYTHON} cannot import torch. Install Debian's package: apt-get install --no-install-recommends python3-torch`,
  );
}

/** Runs calls in one process of Python. */
export function runPyTorch(tasks: readonly TorchTask[]): TorchResult[] {
  const { status, stdout, stderr } = spawnSync(PYTHON, [join(import.meta.dirname, 'run.py')], {
    input: JSON.stringify(tasks),
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  if (status !== 0) throw new Error(`PyTorch failed:\n${stderr}`);
  return JSON.parse(stdout);
}
