import { activationNumber, addProduct, type CellMaker, scratchForSum } from './cell.js';

/** Makes the cell h = f(x·W + b + h·U). */
export const simpleCell: CellMaker = (heap, { activation }, { steps, batch, units }) => {
  const f = activationNumber(activation);
  if (f === undefined) return undefined;
  const { routines } = heap;
  const size = batch * units;
  return {
    gates: 1,
    isBiasFirst: true,
    keptNumbers: 0,
    scratchNumbers: size + scratchForSum(batch, units * units),
    forward: ({ z, h0, h }, { recurrentKernel, scratch }) => {
      heap.multiply(h0, recurrentKernel, scratch, batch, units, units);
      routines.simpleCell(z, scratch, h, size, f);
    },
    backward: ({ z, h0, t }, { recurrentKernel, scratch, dh, dRecurrent }, addOutput) => {
      routines.simpleCellGradient(z, dh, size, f);
      const product = { a: h0, b: z, out: dRecurrent, scratch: scratch + 4 * size };
      if (dRecurrent) addProduct(heap, product, [units, batch, units], t === steps - 1);
      heap.multiply(z, recurrentKernel, dh, batch, units, units, false, true);
      addOutput();
    },
  };
};
