import { activationNumber, addProduct, type CellMaker, scratchForSum } from './cell.js';

/** Makes the cell of a GRU, with the gates of tfjs in their order: update, reset, candidate. */
export const gruCell: CellMaker = (heap, { activation, recurrentActivation }, { steps, batch, units }) => {
  const [f, g] = [activation, recurrentActivation].map(activationNumber);
  if (f === undefined || g === undefined) return undefined;
  const { routines } = heap;
  const size = batch * units;
  const bytes = 4 * size;
  const square = units * units;
  // The two parts of the recurrent kernel, which tfjs multiplies apart.
  const candidateKernel = (kept: number): number => kept + 8 * square;
  const dCandidateKernel = (scratch: number): number => scratch + 5 * bytes + 8 * square;
  return {
    gates: 3,
    isBiasFirst: true,
    keptNumbers: 3 * square,
    scratchNumbers: 5 * size + 3 * square + scratchForSum(batch, 2 * square),
    begin: ({ recurrentKernel, kept }) => {
      routines.copyColumns(recurrentKernel, kept, units, 3 * units, 2 * units, 2 * units);
      const from = recurrentKernel + 8 * units;
      routines.copyColumns(from, candidateKernel(kept), units, 3 * units, units, units);
    },
    forward: ({ z, h0, h }, { kept, scratch }) => {
      const [inner, reset] = [scratch, scratch + 2 * bytes];
      heap.multiply(h0, kept, inner, batch, units, 2 * units);
      routines.gruGates(z, inner, h0, reset, batch, units, g);
      heap.multiply(reset, candidateKernel(kept), inner, batch, units, units);
      routines.gruCell(z, inner, h0, h, batch, units, f, g);
    },
    backward: ({ z, h0, t }, { kept, scratch, dh, dRecurrent }, addOutput) => {
      const [dUpdate, dCandidate, dReset, dInner] = [0, 1, 2, 3].map((i) => scratch + i * bytes);
      const isFirst = t === steps - 1;
      routines.gruCellGradient(z, h0, dh, dUpdate, dCandidate, batch, units, f, g);
      addOutput();
      heap.multiply(dCandidate, candidateKernel(kept), dReset, batch, units, units, false, true);
      routines.gruGatesGradient(z, h0, dReset, dUpdate, dCandidate, dh, dInner, batch, units, g);
      if (dRecurrent) {
        const [gates, spare] = [scratch + 5 * bytes, dCandidateKernel(scratch) + 4 * square];
        const byReset = { a: dReset, b: dCandidate, out: dCandidateKernel(scratch), scratch: spare };
        addProduct(heap, byReset, [units, batch, units], isFirst);
        const byState = { a: h0, b: dInner, out: gates, scratch: spare };
        addProduct(heap, byState, [units, batch, 2 * units], isFirst);
      }
      heap.multiply(dInner, kept, dUpdate, batch, 2 * units, units, false, true);
      routines.add(dh, dUpdate, dh, size);
    },
    end: ({ scratch, dRecurrent }) => {
      if (dRecurrent === 0) return;
      routines.copyColumns(scratch + 5 * bytes, dRecurrent, units, 2 * units, 3 * units, 2 * units);
      routines.copyColumns(dCandidateKernel(scratch), dRecurrent + 8 * units, units, units, 3 * units, units);
    },
  };
};
