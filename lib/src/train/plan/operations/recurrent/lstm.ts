import { activationNumber, addProduct, type CellMaker, scratchForSum } from './cell.js';

/**
 * Makes the cell of an LSTM, with the gates of tfjs in their order: input, forget, candidate,
 * output.
 */
export const lstmCell: CellMaker = (heap, { activation, recurrentActivation }, { steps, batch, units }) => {
  const [f, g] = [activation, recurrentActivation].map(activationNumber);
  if (f === undefined || g === undefined) return undefined;
  const { routines } = heap;
  const size = batch * units;
  const width = 4 * units;
  const bytes = 4 * size;
  // The memory before the first step, then that after each, then what is kept of its activation.
  const cellAt = (kept: number, t: number): number => kept + t * bytes;
  const activatedAt = (kept: number, t: number): number => kept + (steps + 1 + t) * bytes;
  return {
    gates: 4,
    isBiasFirst: false,
    keptNumbers: (2 * steps + 1) * size,
    scratchNumbers: 4 * size + scratchForSum(batch, units * width),
    begin: ({ kept }) => void heap.numbersAt(kept, size).fill(0),
    forward: ({ z, h0, h, t }, { recurrentKernel, bias, kept, scratch }) => {
      heap.multiply(h0, recurrentKernel, scratch, batch, units, width);
      const [c0, c, a] = [cellAt(kept, t), cellAt(kept, t + 1), activatedAt(kept, t)];
      routines.lstmCell(z, scratch, bias, c0, c, a, h, batch, units, f, g);
    },
    backward: ({ z, h0, t }, { recurrentKernel, kept, scratch, dh, dRecurrent }, addOutput) => {
      const isLast = t === steps - 1;
      const [c0, a] = [cellAt(kept, t), activatedAt(kept, t)];
      routines.lstmCellGradient(z, c0, a, dh, scratch, batch, units, f, g, Number(isLast));
      const product = { a: h0, b: z, out: dRecurrent, scratch: scratch + 4 * bytes };
      if (dRecurrent) addProduct(heap, product, [units, batch, width], isLast);
      heap.multiply(z, recurrentKernel, dh, batch, width, units, false, true);
      addOutput();
    },
  };
};
