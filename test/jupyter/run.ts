import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findLessons } from '../../site/src/lessons/files.js';
import { makeKernelsKnown, requireJupyter, runPython } from './jupyter.js';
import { useNotebook } from './useNotebook.js';

/** `npm run test:jupyter`: the kernel under Jupyter's own programs, with a summary at the end. */
interface Check {
  name: string;
  /** Resolves if all is well. */
  run(): Promise<void>;
}

const here = dirname(fileURLToPath(import.meta.url));

const nbclient = `
import os, sys, nbformat, nbclient
path, out = sys.argv[1:]
notebook = nbformat.read(path, as_version=4)
nbclient.NotebookClient(notebook, timeout=600, resources={'metadata': {'path': os.path.dirname(path)}}).execute()
nbformat.write(notebook, out)
`;

function checks(kernels: string, out: string): Check[] {
  const lessons = findLessons();
  const python = async (args: string[], cwd = here): Promise<void> => {
    const code = await runPython(args, kernels, cwd);
    if (code !== 0) throw new Error(`exit code ${code}`);
  };
  const nbconvert = ['-m', 'nbconvert', '--to', 'notebook', '--execute', '--ExecutePreprocessor.timeout=600'];
  return [
    { name: 'conformance', run: () => python(['-m', 'unittest', '-v', 'kernel_conformance']) },
    ...lessons.flatMap(({ name, path: relativePath }) => {
      const path = resolve(relativePath);
      const target = (who: string): string => join(out, `${who}-${name.replaceAll('/', '-')}.ipynb`);
      return [
        { name: `nbclient ${name}`, run: () => python(['-c', nbclient, path, target('nbclient')]) },
        {
          name: `nbconvert ${name}`,
          run: () => python([...nbconvert, '--output', target('nbconvert'), path]),
        },
        {
          name: `stock tslab ${name}`,
          run: () =>
            python([...nbconvert, '--ExecutePreprocessor.kernel_name=tslab', '--output', target('tslab'), path]),
        },
      ];
    }),
    { name: 'Notebook in a browser', run: () => useNotebook('.cache/jupyter') },
  ];
}

async function main(wanted: readonly string[]): Promise<number> {
  requireJupyter();
  const kernels = makeKernelsKnown();
  const out = join(kernels, 'out');
  mkdirSync(out);
  const results: { name: string; problem: string | undefined; seconds: number }[] = [];
  for (const { name, run } of checks(kernels, out)) {
    if (wanted.length > 0 && !wanted.some((part) => name.includes(part))) continue;
    console.log(`\n--- ${name}`);
    const from = performance.now();
    const problem = await run().then(
      () => undefined,
      (error: Error) => error.message,
    );
    results.push({ name, problem, seconds: (performance.now() - from) / 1000 });
  }
  console.log('');
  for (const { name, problem, seconds } of results) {
    console.log(`${problem === undefined ? 'ok    ' : 'FAILED'}  ${name}  ${seconds.toFixed(1)} s`);
    if (problem !== undefined) console.log(`        ${problem.split('\n').join('\n        ')}`);
  }
  rmSync(kernels, { recursive: true, force: true });
  return results.length > 0 && results.every(({ problem }) => problem === undefined) ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
