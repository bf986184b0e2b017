import { mkdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findLessons } from '../../site/src/lessons/files.js';
import { installKernels, requireJupyter, runPython } from './jupyter.js';
import { useNotebook } from './useNotebook.js';

/** A check of the kernel under one of Jupyter's own programs. */
interface Check {
  name: string;
  /**
   * Whether the check measures how fast the kernel reacts, so that nothing else may run alongside
   * it.
   */
  isAlone?: boolean;
  /** Whether the check only runs if it is asked for, because it does again what others do. */
  isRepetition?: boolean;
  /** Runs the check. Rejects if it fails. */
  run(): Promise<void>;
}

const here = dirname(fileURLToPath(import.meta.url));

/** The lesson that stands for all where a second program would only do the same again. */
const SAMPLE_LESSON = '01-variance-math';

/** The argument that asks for all checks, also those that are repetitions. */
const EVERY = '--every';

/**
 * Last words of tslab's kernel when it ends because it sends on a socket that is busy. That is a
 * fault of tslab, which a busy machine brings out now and then, and says nothing about a lesson.
 */
const TSLAB_FAULT = 'Socket is busy writing';
/** Number of times that a lesson runs on tslab before its fault counts. */
const TSLAB_TRIES = 3;

const nbclient = `
import os, sys, nbformat, nbclient
path, out = sys.argv[1:]
notebook = nbformat.read(path, as_version=4)
nbclient.NotebookClient(notebook, timeout=600, resources={'metadata': {'path': os.path.dirname(path)}}).execute()
nbformat.write(notebook, out)
`;

/** Uses a kernel over sockets in files, also after it was killed and started again. */
const overSocketFiles = `
import os, tempfile
from jupyter_client.manager import KernelManager
folder = tempfile.mkdtemp()
manager = KernelManager(kernel_name='initlab', transport='ipc', connection_file=os.path.join(folder, 'kernel.json'))
manager.start_kernel()
for value in (1, 2):
    client = manager.blocking_client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    reply = client.execute_interactive('%d + 1' % value, timeout=60, store_history=True)
    assert reply['content']['status'] == 'ok', reply
    assert any('-ipc-' in name for name in os.listdir(folder)), os.listdir(folder)
    client.stop_channels()
    manager.restart_kernel(now=True)
manager.shutdown_kernel()
assert not os.listdir(folder), os.listdir(folder)
`;

function checks(kernels: string, out: string): Check[] {
  const lessons = findLessons();
  const python = async (args: string[], cwd = here): Promise<void> => {
    const { code, output } = await runPython(args, kernels, cwd);
    if (code !== 0) throw new Error(`exit code ${code}\n${output}`);
  };
  const nbconvert = ['-m', 'nbconvert', '--to', 'notebook', '--execute', '--ExecutePreprocessor.timeout=600'];
  const onTslab = async (path: string, output: string): Promise<void> => {
    const args = [...nbconvert, '--ExecutePreprocessor.kernel_name=tslab', '--output', output, path];
    for (let tried = 1; ; tried++) {
      try {
        return await python(args);
      } catch (error) {
        if (tried === TSLAB_TRIES || !(error as Error).message.includes(TSLAB_FAULT)) throw error;
      }
    }
  };
  return [
    { name: 'conformance', isAlone: true, run: () => python(['-m', 'unittest', '-v', 'kernel_conformance']) },
    ...lessons.flatMap(({ name, path: relativePath }) => {
      const path = resolve(relativePath);
      const target = (who: string): string => join(out, `${who}-${name.replaceAll('/', '-')}.ipynb`);
      // nbconvert executes cells with nbclient, so nbclient on its own runs one lesson only.
      const alone = { name: `nbclient ${name}`, run: () => python(['-c', nbclient, path, target('nbclient')]) };
      return [
        ...(name === SAMPLE_LESSON ? [alone] : []),
        {
          name: `nbconvert ${name}`,
          // The slow tests run every lesson in this kernel with the project's own runner.
          isRepetition: name !== SAMPLE_LESSON,
          run: () => python([...nbconvert, '--output', target('nbconvert'), path]),
        },
        {
          name: `stock tslab ${name}`,
          isRepetition: name.startsWith('solutions/'),
          run: () => onTslab(path, target('tslab')),
        },
      ];
    }),
    { name: 'sockets in files', run: () => python(['-c', overSocketFiles]) },
    { name: 'Notebook in a browser', isAlone: true, run: () => useNotebook('.cache/jupyter') },
  ];
}

/**
 * Runs the wanted checks and prints a summary: those whose names contain one of the arguments, all
 * with `--every`, and otherwise all but repetitions. Returns the exit code.
 */
async function main(wanted: readonly string[]): Promise<number> {
  requireJupyter();
  const kernels = installKernels();
  const out = join(kernels, 'out');
  mkdirSync(out);
  const parts = wanted.filter((argument) => argument !== EVERY);
  const chosen = checks(kernels, out).filter(({ name, isRepetition = false }) =>
    parts.length > 0 ? parts.some((part) => name.includes(part)) : wanted.includes(EVERY) || !isRepetition,
  );
  const [alone, together] = [chosen.filter(({ isAlone }) => isAlone), chosen.filter(({ isAlone }) => !isAlone)];
  const failures = [...(await runChecks(alone, 1)), ...(await runChecks(together, availableParallelism()))];
  rmSync(kernels, { recursive: true, force: true });
  console.log(`\n${chosen.length - failures.length} of ${chosen.length} checks passed`);
  for (const name of failures) console.log(`FAILED  ${name}`);
  return chosen.length > 0 && failures.length === 0 ? 0 : 1;
}

/**
 * Runs `jobs` checks at a time and prints a line for each. Resolves with the names of those that
 * fail.
 */
async function runChecks(list: readonly Check[], jobs: number): Promise<string[]> {
  const failures: string[] = [];
  const queue = list.values();
  const work = async (): Promise<void> => {
    for (const { name, run } of queue) {
      const from = performance.now();
      const problem = await run().then(
        () => undefined,
        (error: Error) => error.message,
      );
      const seconds = ((performance.now() - from) / 1000).toFixed(1);
      console.log(`${problem === undefined ? 'ok    ' : 'FAILED'}  ${name}  ${seconds} s`);
      if (problem === undefined) continue;
      console.log(`        ${problem.split('\n').join('\n        ')}`);
      failures.push(name);
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
  return failures;
}

process.exitCode = await main(process.argv.slice(2));
