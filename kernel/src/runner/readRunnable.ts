import { type NotebookFile, readNotebookFile } from '../notebook/read.js';
import { type Notebook, NotebookError } from '../notebook/types.js';

/**
 * Reads a notebook that is to be run.
 *
 * Throws a {@link NotebookError} if the file cannot be read, or unless the notebook says that its
 * cells are TypeScript or JavaScript: a run replaces all outputs, which another kernel may have
 * made.
 *
 * @example
 * for (const path of paths) readRunnable(path); // finds every problem before the first run
 */
export function readRunnable(path: string): Notebook {
  return readRunnableFile(path).notebook;
}

/** Reads a notebook as {@link readRunnable} does, and keeps its text. */
export function readRunnableFile(path: string): NotebookFile {
  const file = readNotebookFile(path);
  const language = languageOf(file.notebook);
  if (language === undefined) {
    const advice = 'Choose the kernel initlab in Jupyter and save the notebook.';
    throw new NotebookError(path, `does not say in which language its cells are. ${advice}`);
  }
  if (!/^(typescript|javascript)$/i.test(language))
    throw new NotebookError(path, `is a notebook in ${language}; only TypeScript notebooks can be run`);
  return file;
}

/** Names of kernels whose kernelspec, as some programs write it, lacks the language. */
const TYPESCRIPT_KERNELS: readonly unknown[] = ['initlab', 'tslab', 'jslab', 'deno'];

/**
 * Finds the language of the cells. The `language` of the kernelspec decides; programs that leave it
 * out, such as Colab, write `language_info`, or only the name of the kernel.
 */
function languageOf({ metadata }: Notebook): string | undefined {
  const [kernelspec, info] = [metadata.kernelspec, metadata.language_info].map(
    (value) => (value ?? {}) as Record<string, unknown>,
  );
  if (kernelspec.language !== undefined) return String(kernelspec.language);
  if (info.name !== undefined) return String(info.name);
  if (TYPESCRIPT_KERNELS.includes(kernelspec.name)) return 'typescript';
  return kernelspec.name === undefined ? undefined : `the language of the kernel ${JSON.stringify(kernelspec.name)}`;
}
