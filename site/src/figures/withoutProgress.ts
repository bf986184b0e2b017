import type { Notebook, Output } from 'initlab-kernel';

/** Removes the progress bars, because their work has ended. */
export function withoutProgress(notebook: Notebook): Notebook {
  const cells = notebook.cells.map((cell) =>
    cell.cell_type === 'code' ? { ...cell, outputs: cell.outputs.filter((output) => !isProgress(output)) } : cell,
  );
  return { ...notebook, cells };
}

/** Recognizes a progress bar among the outputs. */
export function isProgress(output: Output): boolean {
  return 'metadata' in output && (output.metadata.initlab as { progress?: boolean } | undefined)?.progress === true;
}
