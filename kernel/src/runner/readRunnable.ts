import { readNotebook } from '../notebook/read.js';
import { type Notebook, NotebookError } from '../notebook/types.js';

/**
 * Reads a notebook that is to be run.
 *
 * Throws a {@link NotebookError} if the file cannot be read or the notebook is in another language.
 *
 * @example
 * for (const path of paths) readRunnable(path); // finds every problem before the first run
 */
export function readRunnable(path: string): Notebook {
  const notebook = readNotebook(path);
  const { language = 'typescript' } = (notebook.metadata.kernelspec ?? {}) as { language?: unknown };
  if (language === 'typescript' || language === 'javascript') return notebook;
  throw new NotebookError(path, `is a notebook in ${language}; only TypeScript notebooks can be run`);
}
