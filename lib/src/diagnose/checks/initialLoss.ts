import { lecunNormal } from '../../init/lecun.js';
import { setOutputBias } from '../../model/bias/setOutputBias.js';
import { type BlindLoss, blindLoss } from '../evidence/blindLoss.js';
import type { Examination } from '../evidence/examine.js';
import { type Finding, finding } from '../finding.js';
import type { ExaminedMatrix } from '../matrices/examinedMatrix.js';
import { both, type RepairSteps } from '../repairs/repair.js';
import { redraw, zeroBiases } from '../repairs/repairWeights.js';
import { residualGrowth } from './residualGrowth.js';

/** What outputs of variance about 1 add to the loss of a guess that does not look at the input: less than this, by task; and so much for few samples, over √batch. */
const SLACK = { softmax: 1.25, binary: 0.7 };
const SAMPLING = 4;
/** Features that are large make sure answers too; that much is not the output layer's fault. */
const FEATURES = 2;
/** Nats that the shares of the classes are worth, before a bias for them is worth a note. */
const RARE = 0.3;

/** A loss at the start that is above that of a guess which does not look at the input. */
export function initialLoss(examined: Examination): Finding[] {
  const blind = blindLoss(examined);
  const outputs = examined.matrices.filter(({ layer }) => layer.output);
  if (blind === undefined || !Number.isFinite(examined.trace.loss?.value) || outputs.length !== 1) return [];
  return [...tooSure(examined, blind, outputs[0]), ...rareClasses(examined, blind, outputs[0])].slice(0, 1);
}

function tooSure(examined: Examination, blind: BlindLoss, output: ExaminedMatrix): Finding[] {
  const { trace, batch } = examined;
  const { value, name } = trace.loss as { value: number; name: string };
  const [scaled, biased] = [output.variance > 1.5, hasBias(examined, output)];
  const slack = blind.task === 'regression' ? 4 * blind.uniform + 5 : SLACK[blind.task] + SAMPLING / Math.sqrt(batch);
  const high = blind.uniform + slack + (scaled || biased ? 0 : FEATURES);
  if (value <= high) return [];
  const regression = blind.task === 'regression';
  const growth = scaled || biased || regression ? [] : residualGrowth(examined, 1);
  if (growth.length > 0) return growth;
  const cause = scaled
    ? `The weights of the output layer are too large, fanIn·E w² = ${output.variance.toPrecision(2)} where 1 would do`
    : biased
      ? 'The bias of the output layer prefers what the targets do not'
      : regression
        ? 'The targets are far from 0, and the bias of the output layer is not'
        : 'The features ahead of the output layer are large';
  return [
    finding({
      kind: 'initialLoss',
      layer: trace.layers[output.call].name,
      quantity: `initial loss (${name})`,
      observed: value,
      expected: blind.uniform,
      band: [0, high],
      why: `${cause}. The best guess that does not look at the input has a loss of ${blind.uniform.toPrecision(3)}; the first steps go to getting down to it.`,
      repair:
        scaled || biased || regression
          ? repairOf(examined, output, { redrawn: scaled || !biased, regression })
          : shrink(examined, output),
    }),
  ];
}

/** Classes that are far from equally frequent, and an output bias that does not say so. */
function rareClasses(examined: Examination, blind: BlindLoss, output: ExaminedMatrix): Finding[] {
  const { trace, batch } = examined;
  const classes = blind.task === 'binary' ? 2 : trace.layers[output.call].width;
  const value = trace.loss?.value as number;
  // The bias of a network that has been trained may say it; one of 0 does not, whatever the first loss happens to be.
  const worth = (hasBias(examined, output) ? Math.min(value, blind.uniform) : blind.uniform) - blind.informed;
  if (blind.task === 'regression' || batch < 10 * classes || worth < RARE || !output.layer.weights.bias) return [];
  return [
    finding({
      kind: 'initialLoss',
      severity: 'note',
      layer: trace.layers[output.call].name,
      quantity: `initial loss (${trace.loss?.name})`,
      observed: value,
      expected: blind.informed,
      band: [0, blind.informed + RARE],
      why: `The classes are not equally frequent: a guess by their shares alone has a loss of ${blind.informed.toPrecision(2)}. The bias of the output layer can begin with them.`,
      repair: biasRepair(examined, { smoothing: 1 }),
    }),
  ];
}

function hasBias({ trace }: Examination, { call }: ExaminedMatrix): boolean {
  return trace.layers[call].weights.some(({ name, secondMoment }) => name === 'bias' && secondMoment > 0);
}

function repairOf(
  examined: Examination,
  output: ExaminedMatrix,
  { redrawn, regression }: { redrawn: boolean; regression: boolean },
): RepairSteps {
  const bias = regression ? biasRepair(examined) : zeroBiases([output]);
  if (!redrawn) return bias;
  return regression ? both(redraw(examined, [output]), bias) : redraw(examined, [output]);
}

/** Weights that make outputs of variance 1 of features as large as they are. */
function shrink(examined: Examination, output: ExaminedMatrix): RepairSteps {
  const { trace, view } = examined;
  const [features] = view.calls[output.call].inputs;
  const gain = Number((1 / Math.sqrt(trace.layers[features].activation.secondMoment)).toPrecision(3));
  return redraw(examined, [output], lecunNormal({ gain }));
}

/** One added to the count of each class keeps the bias finite where one does not occur. */
function biasRepair({ model, y: [y] }: Examination, options?: { smoothing: number }): RepairSteps {
  return {
    imports: ['setOutputBias'],
    code: `setOutputBias(model, { y }${options ? `, { smoothing: ${options.smoothing} }` : ''});`,
    apply: () => void setOutputBias(model, { y }, options),
  };
}
