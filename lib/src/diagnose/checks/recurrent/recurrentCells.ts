import type { layers } from '@tensorflow/tfjs-layers';
import type { TracedLayer, TracedSteps } from '../../../signal/trace/result.js';
import type { Evidence } from '../../evidence/evidence.js';
import type { ExaminedMatrix } from '../../matrices/examinedMatrix.js';

type Layer = layers.Layer;

/** The recurrent weights of one cell, and what `trace` measured at its time steps. */
export interface RecurrentCell {
  /** The name of the call, as `trace` gives it. */
  name: string;
  recurrent: ExaminedMatrix;
  traced: TracedLayer;
  /**
   * The states in the order in which the cell computes them. Cells that are stacked in one layer
   * share them.
   */
  steps: TracedSteps;
  /** Whether the layer outputs the state of each step and not only the last one. */
  isSequence: boolean;
}

/** The fields of RNN layers of tfjs that are used here. */
interface RecurrentLayer {
  forwardLayer?: Layer & RecurrentLayer;
  backwardLayer?: Layer & { cell?: Layer };
  returnSequences?: boolean;
}

/** Lists the cells of all recurrent layers, and of both directions of Bidirectional layers. */
export function recurrentCells({ view, trace, matrices }: Evidence): RecurrentCell[] {
  return matrices.flatMap((recurrent) => {
    if (recurrent.weight !== 'recurrent') return [];
    const { name, layer } = view.calls[recurrent.call];
    const { forwardLayer, backwardLayer, returnSequences } = layer as Layer & RecurrentLayer;
    const traced = trace.layers[recurrent.call];
    const isReverse = backwardLayer !== undefined && backwardLayer.cell === recurrent.layer.layer;
    const steps = isReverse ? traced.reverseSteps : traced.steps;
    const isSequence = (forwardLayer?.returnSequences ?? returnSequences) === true;
    return steps === undefined ? [] : [{ name, recurrent, traced, steps, isSequence }];
  });
}
