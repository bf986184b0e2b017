import { setOutputBias } from '../model/setOutputBias.js';
import type { Examination } from './examine.js';
import { type Finding, finding } from './finding.js';
import { redraw } from './repairWeights.js';

/** A loss at the start that is above that of a guess which does not look at the input. */
export function initialLoss(examined: Examination): Finding[] {
  const { trace, y, model, matrices } = examined;
  if (trace.loss === undefined || y.length !== 1 || !Number.isFinite(trace.loss.value)) return [];
  const best = blindLoss(trace.loss.name, y[0], trace.layers[trace.layers.length - 1].width, examined.batch);
  const outputs = matrices.filter(({ layer }) => layer.output);
  // Sure answers may also come from features that are large, which is no fault of the output layer.
  const fair = outputs.every(
    ({ variance, call }) =>
      variance < 1.5 &&
      !trace.layers[call].weights.some(({ name, secondMoment }) => name === 'bias' && secondMoment > 0),
  );
  if (best === undefined || trace.loss.value <= best.high + (fair ? 2 : 0)) return [];
  return [
    finding({
      kind: 'initialLoss',
      layer: trace.layers[outputs[0]?.call ?? trace.layers.length - 1].name,
      quantity: `initial loss (${trace.loss.name})`,
      observed: trace.loss.value,
      expected: best.loss,
      band: [0, best.high],
      why: `The loss is above ${best.loss.toPrecision(3)}, that of the best guess which does not look at the input: the output layer begins sure of answers that are wrong, and the first steps go to unlearning them.`,
      repair: {
        code: `${redraw(examined, outputs).code}\nsetOutputBias(model, y);`,
        apply: () => {
          redraw(examined, outputs).apply?.();
          if (best.task === 'regression' && outputs[0]?.layer.weights.bias)
            setOutputBias(model, rowsOf(y[0], examined.batch), { task: 'regression' });
        },
      },
    }),
  ];
}

interface BlindLoss {
  loss: number;
  high: number;
  task: 'softmax' | 'binary' | 'regression';
}

/** The loss of the best constant guess, and what outputs of variance about 1 make of it. */
function blindLoss(name: string, y: Float32Array, width: number, batch: number): BlindLoss | undefined {
  if (/^(cross|(sparseC|c)ategoricalCross)/i.test(name))
    return { loss: Math.log(width), high: Math.log(width) + 1.25, task: 'softmax' };
  if (/^binaryCross/i.test(name)) return { loss: Math.LN2, high: Math.LN2 + 0.7, task: 'binary' };
  if (!/^(meanSquaredError|mse)$/i.test(name)) return undefined;
  const columns = y.length / batch;
  const means = new Float64Array(columns);
  for (let i = 0; i < y.length; i++) means[i % columns] += y[i] / batch;
  const variance = y.reduce((sum, value, i) => sum + (value - means[i % columns]) ** 2, 0) / y.length;
  return { loss: variance, high: 5 * (variance + 1), task: 'regression' };
}

function rowsOf(y: Float32Array, batch: number): number[][] {
  const size = y.length / batch;
  return Array.from({ length: batch }, (_, i) => [...y.subarray(i * size, (i + 1) * size)]);
}
