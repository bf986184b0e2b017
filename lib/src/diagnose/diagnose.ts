import type { LayersModel } from '@tensorflow/tfjs-layers';
import { withDisplay } from '../display/withDisplay.js';
import { describe, knownOptions, positiveInteger } from '../foundation/argument.js';
import type { TensorValues } from '../network/data.js';
import { matrixNames } from '../network/view/weightOwners.js';
import type { Figure } from '../plot/figure.js';
import type { TraceOptions } from '../signal/trace/options.js';
import { type DiagnosedLayer, diagnosedLayers } from './diagnosedLayers.js';
import { diagnosisFigure } from './diagnosisFigure.js';
import { type Examination, examine } from './evidence/examine.js';
import { type Expectation, expectation } from './evidence/expectation.js';
import type { Finding } from './finding.js';
import { findings } from './findings.js';
import { report } from './report.js';

/** Samples as they come in training. */
export interface DiagnoseData {
  /** Inputs, as for `trace`: a few hundred samples. */
  x: TensorValues;
  /** Targets, as for `trace`. */
  y: TensorValues;
}

export interface DiagnoseOptions extends Pick<TraceOptions, 'loss' | 'optimizer' | 'learningRate' | 'seed'> {
  /** The largest number of samples to measure, spread over those given. Default 128. */
  samples?: number;
  /**
   * Number of trial steps of the optimizer that judge the learning rate when weights and signal have no fault.
   * Default 10. The weights are restored afterwards.
   */
  steps?: number;
}

const OPTION_NAMES = ['loss', 'optimizer', 'learningRate', 'steps', 'samples', 'seed'];

/** What is wrong with a network, why, and how to put it right. */
export interface Diagnosis {
  /** 'cannot tell' where nothing is seen to be wrong, but most layers with weights are of kinds that this library does not know. */
  verdict: 'healthy' | 'unhealthy' | 'cannot tell';
  /** Faults first, in the order in which to see to them. */
  findings: Finding[];
  /** Measured beside expected, layer by layer. */
  layers: DiagnosedLayer[];
  /** Applies the repairs of all faults that lie in the weights, in place. Diagnose again afterwards. */
  apply(): void;
  toString(): string;
  /** Measured over expected with its band, by layer; the first layer that a fault begins at is marked. */
  figure(): Figure;
}

/**
 * Says whether a network is fit to learn, and if not which mistake in its weights, data or settings keeps it from it, where it begins, and how to
 * repair it. What `trace` measures is compared not with fixed thresholds but with what theory (`predict`) expects of this architecture, width,
 * depth, activation and batch, with the band that chance leaves single networks.
 *
 * Weights are looked at first: a layer's fanIn·E w² against what the activation behind it needs, with the standard error of so many draws. A mistake is
 * named if its number fits every wrong layer (truncation .774, LeCun ahead of ReLU ½, U(±1/√n) ⅓, a wrong fan), and is a fault if by theory
 * it changes signal or gradient by a factor of 10 anywhere, a note from 3. Dead or saturated units and samples that become alike are compared with fair
 * draws of the same network on the same samples, the first loss with that of a guess that does not look at the input, gradients with what fair weights would
 * give. At last some steps of the optimizer are tried, to judge its learning rate. What follows from a fault already found is not reported again.
 *
 * The model is not changed, until `apply`; the same model, data and seed give the same diagnosis.
 *
 * @throws RangeError, TypeError as `trace` does.
 * @example
 * ```ts
 * import * as tfl from '@tensorflow/tfjs-layers';
 * import { diagnose, initWeights, lecunNormal, random } from 'initlab';
 * const layers = Array.from({ length: 20 }, () => tfl.layers.dense({ units: 64, activation: 'relu', inputShape: [64] }));
 * const model = tfl.sequential({ layers: [...layers, tfl.layers.dense({ units: 1 })] });
 * initWeights(model, { rule: () => lecunNormal() });
 * const data = { x: random(1).normal(new Float32Array(100 * 64)), y: random(2).normal(new Float32Array(100)) };
 * const found = diagnose(model, data);
 * found.verdict;            // 'unhealthy'
 * found.findings[0].kind;   // 'wrongGain'
 * found.apply();
 * diagnose(model, data).verdict;   // 'healthy'
 * ```
 */
export function diagnose(model: LayersModel, data: DiagnoseData, options: DiagnoseOptions = {}): Diagnosis {
  checkData(data);
  knownOptions(options, OPTION_NAMES, 'diagnose');
  const { samples = 128, steps = 10, seed = 0 } = options;
  positiveInteger(samples, 'samples');
  positiveInteger(steps, 'steps');
  const examined = examine(model, { ...options, x: data.x, y: data.y, samples, steps, seed });
  const expected = expectation(examined);
  return asDiagnosis(examined, expected, findings(examined, expected));
}

/** Data may carry more than `x` and `y`, such as the names of columns, but no options: they would do nothing. */
function checkData(data: DiagnoseData): void {
  if (data === null || typeof data !== 'object')
    throw new TypeError(`diagnose: data is ${describe(data)}; pass { x, y }, samples and their targets`);
  const misplaced = OPTION_NAMES.find((name) => name in data);
  if (misplaced !== undefined) {
    throw new TypeError(
      `diagnose: "${misplaced}" is an option and stands in the data; options are the last argument: diagnose(model, { x, y }, { ${misplaced} })`,
    );
  }
}

function asDiagnosis(examined: Examination, expected: Expectation, found: Finding[]): Diagnosis {
  const faults = found.filter(({ severity }) => severity === 'fault');
  const layers = diagnosedLayers(examined, expected);
  const verdict = faults.length > 0 ? 'unhealthy' : isKnown(examined) ? 'healthy' : 'cannot tell';
  const data = {
    verdict,
    findings: found,
    layers,
    apply: () => {
      for (const { repair } of [...faults].reverse()) repair.apply?.();
    },
    figure: () => diagnosisFigure(layers, faults[0]?.layer),
  } as Omit<Diagnosis, 'toString'>;
  return withDisplay(data, report(verdict, found));
}

function isKnown({ view, matrices }: Examination): boolean {
  const unknown = view.layers.filter((layer) => layer.kind === 'other' && matrixNames(layer).length > 0);
  return matrices.length > unknown.length;
}
