import { serialization } from '#tfjs-core';
import { addressOf, type KnownLayer, type Planner } from '../operation.js';
import {
  addColumnSums,
  addProduct,
  type CellMaker,
  type KnownCell,
  type Shared,
  type Step,
  scratchForSum,
} from './cell.js';
import { gruCell } from './gru.js';
import { lstmCell } from './lstm.js';
import { simpleCell } from './simple.js';

const CELLS: Record<string, CellMaker> = { SimpleRNNCell: simpleCell, LSTMCell: lstmCell, GRUCell: gruCell };

type RecurrentLayer = KnownLayer & {
  cell: KnownCell;
  stateful: boolean;
  returnState: boolean;
  returnSequences: boolean;
  goBackwards: boolean;
};

/**
 * Plans a recurrent layer, forward and backward through time. Its products with the inputs are one
 * product for all steps. Gradients with respect to weights are summed over the steps from the last
 * to the first, as in tfjs.
 */
export const recurrent: Planner = (heap, known, [shape, ...states]) => {
  const layer = known as RecurrentLayer;
  const { cell, returnSequences } = layer;
  if (states.length > 0 || shape.length !== 3 || !isPlannable(layer)) return undefined;
  const [batch, steps, inputs] = shape;
  const { kernel, recurrentKernel, bias, units } = cell;
  const planned = CELLS[cell.getClassName()]?.(heap, cell, { steps, batch, inputs, units });
  if (planned === undefined || steps === 0) return undefined;
  const { activation, recurrentActivation } = cell;
  const { routines } = heap;
  const width = planned.gates * units;
  const [rows, size] = [steps * batch, batch * units];
  const [ofInputs, ofSums, ofStates, ofCell] = places([
    rows * inputs,
    rows * width,
    rows * units + size,
    planned.keptNumbers,
  ]);
  const [ofState, ofScratch, ofSpare, ofOutputs] = places([
    size,
    planned.scratchNumbers,
    Math.max(width, scratchForSum(batch, inputs * width)),
    rows * Math.max(units, inputs),
  ]);
  const shared = (kept: number, scratch: number): Shared => ({
    recurrentKernel: addressOf(heap, recurrentKernel),
    bias: bias ? addressOf(heap, bias) : 0,
    kept: kept + ofCell.from,
    scratch: scratch + ofScratch.from,
    dh: scratch + ofState.from,
    dRecurrent: 0,
  });
  const stepAt = (kept: number, t: number): Step => {
    const h0 = kept + ofStates.from + 4 * t * size;
    return { z: kept + ofSums.from + 4 * t * batch * width, h0, h: h0 + 4 * size, t };
  };
  return {
    shape: returnSequences ? [batch, steps, units] : [batch, units],
    keptBytes: ofCell.end,
    scratchBytes: ofOutputs.end,
    weights: bias ? [kernel, recurrentKernel, bias] : [kernel, recurrentKernel],
    isCurrent: () =>
      isPlannable(layer) &&
      layer.cell === cell &&
      layer.returnSequences === returnSequences &&
      cell.activation === activation &&
      cell.recurrentActivation === recurrentActivation,
    forward: ({ x, y, kept, scratch }) => {
      const common = shared(kept, scratch);
      const first = stepAt(kept, 0);
      routines.swapAxes(x, kept + ofInputs.from, batch, steps, inputs);
      heap.multiply(kept + ofInputs.from, addressOf(heap, kernel), first.z, rows, inputs, width);
      if (planned.isBiasFirst && bias) routines.addBias(first.z, rows, width, common.bias, 0);
      heap.numbersAt(first.h0, size).fill(0);
      planned.begin?.(common);
      for (let t = 0; t < steps; t++) planned.forward(stepAt(kept, t), common);
      if (returnSequences) routines.swapAxes(first.h, y, steps, batch, units);
      else routines.copyColumns(stepAt(kept, steps - 1).h, y, 1, size, size, size);
    },
    backward: ({ kept, scratch, dy, dx, dWeights: [dKernel, dRecurrent, dBias] }) => {
      const common = { ...shared(kept, scratch), dRecurrent };
      const [outputs, spare] = [scratch + ofOutputs.from, scratch + ofSpare.from];
      if (returnSequences) routines.swapAxes(dy, outputs, batch, steps, units);
      const last = returnSequences ? outputs + 4 * (steps - 1) * size : dy;
      routines.copyColumns(last, common.dh, 1, size, size, size);
      for (let t = steps - 1; t >= 0; t--) {
        const step = stepAt(kept, t);
        const isFirst = t === steps - 1;
        planned.backward(step, common, () => {
          if (returnSequences && t > 0) routines.add(outputs + 4 * (t - 1) * size, common.dh, common.dh, size);
        });
        const a = kept + ofInputs.from + 4 * t * batch * inputs;
        const product = { a, b: step.z, out: dKernel, scratch: spare };
        if (dKernel) addProduct(heap, product, [inputs, batch, width], isFirst);
        if (dBias) addColumnSums(heap, { x: step.z, out: dBias, scratch: spare }, [batch, width], isFirst);
      }
      planned.end?.(common);
      if (dx === 0) return;
      heap.multiply(stepAt(kept, 0).z, addressOf(heap, kernel), outputs, rows, width, inputs, false, true);
      routines.swapAxes(outputs, dx, steps, batch, inputs);
    },
  };
};

/** Whether a layer has none of the options that are left to tfjs, and a cell of tfjs itself. */
function isPlannable({ cell, stateful, returnState, goBackwards }: RecurrentLayer): boolean {
  if (stateful || returnState || goBackwards || cell.dropout > 0 || cell.recurrentDropout > 0) return false;
  const [registered] = serialization.SerializationMap.getMap().classNameMap[cell.getClassName()] ?? [];
  return (cell.constructor as unknown) === registered && !Object.hasOwn(cell, 'call');
}

/** Places blocks of numbers after each other, and returns their ends in bytes. */
function places(sizes: readonly number[]): { from: number; end: number }[] {
  let end = 0;
  return sizes.map((size) => {
    const from = end;
    end += 16 * Math.ceil(size / 4);
    return { from, end };
  });
}
