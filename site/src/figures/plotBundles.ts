import type { Cell, MimeBundle, Output } from 'initlab-kernel';

/** MIME type of a Plotly figure. */
export const PLOTLY = 'application/vnd.plotly.v1+json';

/** Collects the MIME bundles of all plots in the outputs of cells, in order. */
export function plotBundles(cells: readonly Cell[]): MimeBundle[] {
  const outputs = cells.flatMap((cell): Output[] => (cell.cell_type === 'code' ? cell.outputs : []));
  return outputs.flatMap((output) => ('data' in output && output.data[PLOTLY] !== undefined ? [output.data] : []));
}
