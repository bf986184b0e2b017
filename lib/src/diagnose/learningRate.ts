import type { Examination } from './examine.js';
import { type Finding, finding } from './finding.js';

/** Steps out of proportion to the weights, where no other fault explains it. */
export function learningRate({ trace, matrices }: Examination): Finding[] {
  const ratios = matrices
    .filter(({ layer, secondMoment }) => !layer.frozen && secondMoment > 0)
    .flatMap(
      ({ call, variable }) =>
        trace.layers[call].weights.find(({ name }) => variable.originalName.endsWith(name))?.updateRatio ?? [],
    )
    .filter((ratio) => Number.isFinite(ratio) && ratio > 0)
    .sort((a, b) => a - b);
  const middle = ratios[Math.floor(ratios.length / 2)];
  if (middle === undefined || trace.optimizer === undefined || (middle < 0.3 && middle > 1e-7)) return [];
  const { name, learningRate: rate } = trace.optimizer;
  const better = Number((rate * Math.min(Math.max(0.003 / middle, 1e-4), 1e4)).toPrecision(1));
  return [
    finding({
      kind: 'learningRate',
      layer: trace.layers[matrices[0].call].name,
      quantity: 'size of the first step over that of the weights, median over layers',
      observed: middle,
      expected: 0.003,
      band: [1e-7, 0.3],
      why: `With ${name} at ${rate} the first step changes the weights by ${(100 * middle).toPrecision(2)} % of their size: ${middle > 0.3 ? 'what the initialization has set up is gone after a few steps' : 'nothing would be learned in reasonable time'}. The initialization is not the cause.`,
      repair: { code: `await train(model, data, { optimizer: 'adam', learningRate: ${better}, steps: 1000 });` },
    }),
  ];
}
