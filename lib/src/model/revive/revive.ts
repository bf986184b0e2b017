import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Activation } from '../../activation/elementwise.js';
import { type Report, report } from '../../display/report.js';
import { describe, knownOptions, positiveInteger } from '../../foundation/argument.js';
import type { Initializer } from '../../init/initializer.js';
import { checkData, type ModelData } from '../../network/data.js';
import { type ModelLayer, type ModelView, viewModel } from '../../network/view/modelView.js';
import { random } from '../../random/random.js';
import { defaultRule, type LayerRule } from '../layerRule.js';
import { visitLinearOutputs } from '../linearOutputs.js';
import { chosen } from '../weights/layerDraw.js';
import { assignValues } from '../weights/variables.js';
import { deadUnitsOf, diesBelowZero, gatesOfUnits } from './dyingUnits.js';
import { redrawUnits, unitWeights, valuesOf } from './redrawUnits.js';

export interface ReviveOptions {
  /** How the weights of dead units are drawn, default {@link defaultRule}: He's rule before ReLU, biases 0. */
  rule?: LayerRule;
  /** Default 0. */
  seed?: number | bigint;
  /** How often a unit that is dead again is drawn at most, default 10. */
  maxAttempts?: number;
}

/** A layer that a ReLU follows. */
export interface ReviveRow {
  layer: string;
  units?: number;
  /** Units that were off for the whole batch, the layers before it being revived. */
  dead?: number;
  /** Units of these that are now on for a sample. */
  revived?: number;
  /** What is particular, or why the layer was left as it is. */
  note?: string;
}

/** A layer whose units can be seen to die, and what is drawn for them. */
interface Patient {
  layer: ModelLayer;
  gates: Activation[];
  initializers: Readonly<Record<string, Initializer | undefined>>;
  /** Its place among the layers of the model. */
  index: number;
}

/**
 * Revives the dead units of a model: from the first layer to the last, the units that are off for every sample of the batch, in a convolution at every place,
 * get new incoming weights and a new bias, until each is on for a sample. All other weights stay what they are, to the last bit: those of living units, and
 * those by which the layers behind hear the dead.
 *
 * What killed the units may kill them again: weights that have grown with them (`lsuv(model, { x }, { orthonormal: false })` scales them), or the learning rate.
 *
 * Looked at are dense layers and convolutions of all kinds (of a separable one the pointwise part) whose activation is 0 below 0. The report says which of these
 * are left: layers that are shared or not trained, and those whose units are heard by something else than their activation, as a
 * normalization or a sum.
 *
 * The redrawing of units that are off is part of ReDo (Sokar, Agarwal, Castro, Evci, "The dormant neuron phenomenon in deep reinforcement learning", ICML 2023),
 * which also sets the weights behind them to 0.
 *
 * @param model - changed in place.
 * @param data - `x`: inputs, as for `trace`; a few hundred samples as they come in training.
 * @returns a row for each layer that a ReLU follows: `{ layer, units, dead, revived, note }`, shown as a table.
 * @throws RangeError for a batch that does not fit the model or is not finite, or an option that is not allowed; TypeError for an unknown option or what is no
 * model; and as `initWeights` what a rule is wrong about. The weights are then as they were.
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import * as tfl from '@tensorflow/tfjs-layers';
 * import { revive } from 'initlab';
 * const [hidden, output] = [tfl.layers.dense({ units: 8, activation: 'relu', inputShape: [4], name: 'hidden' }), tfl.layers.dense({ units: 1 })];
 * const model = tfl.sequential({ layers: [hidden, output] });
 * hidden.setWeights([hidden.getWeights()[0], tf.fill([8], -100)]);
 * revive(model, { x: tf.randomNormal([64, 4]) }).rows; // [{ layer: 'hidden', units: 8, dead: 8, revived: 8 }]
 * ```
 */
export function revive(model: LayersModel, data: ModelData, options: ReviveOptions = {}): Report<ReviveRow> {
  checkData(data, ['x'], 'revive(model, { x }, options)');
  return reviveView(viewModel(model), data, options);
}

/** What `revive` does, for a model that has been read. */
export function reviveView(view: ModelView, data: ModelData, options: ReviveOptions = {}): Report<ReviveRow> {
  knownOptions(options, ['rule', 'seed', 'maxAttempts'], 'revive');
  const { rule = defaultRule, seed = 0 } = options;
  if (typeof rule !== 'function') throw new TypeError(`rule is ${describe(rule)}; it must be a function of a layer`);
  const maxAttempts = positiveInteger(options.maxAttempts ?? 10, 'maxAttempts');
  const root = random(seed);
  const rows = new Map(view.layers.filter(diesBelowZero).map((layer) => [layer, leftRow(layer)]));
  const patients = findPatients(view, rule);
  // First without change, so that a batch that does not fit leaves the model as it is.
  visitLinearOutputs(view, data.x, (_call, z) => z);
  const treat = (): void =>
    visitLinearOutputs(view, data.x, (call, z, again) => {
      const patient = patients.get(call);
      if (patient === undefined) return z;
      const { layer, gates, initializers, index } = patient;
      const found = deadUnitsOf(layer, z, gates);
      let [dead, output] = [found, z];
      for (let attempt = 0; !layer.isFrozen && dead.includes(true) && attempt < maxAttempts; attempt++) {
        redrawUnits(layer, dead, initializers, root.split(index).split(attempt));
        output = again();
        const now = deadUnitsOf(layer, output, gates);
        dead = dead.map((was, unit) => was && now[unit]);
      }
      rows.set(layer, treatedRow(layer, found, dead, maxAttempts));
      return output;
    });
  restoringOnError(
    [...patients.values()].map(({ layer }) => layer),
    treat,
  );
  return report([...rows.values()]);
}

/** By their calls. The rule is asked before anything changes. */
function findPatients({ calls, consumers, layers, layersOf }: ModelView, rule: LayerRule): Map<number, Patient> {
  const patients = new Map<number, Patient>();
  for (const call of calls.keys()) {
    const [layer] = layersOf(call);
    const gates =
      layer && diesBelowZero(layer) && layer.callCount === 1 ? gatesOfUnits(calls, consumers, call) : undefined;
    if (gates === undefined) continue;
    const initializers = layer.isFrozen ? {} : chosen(layer, rule);
    patients.set(call, { layer, gates, initializers, index: layers.indexOf(layer) });
  }
  return patients;
}

/** Until a layer is seen. */
function leftRow({ name, callCount }: ModelLayer): ReviveRow {
  const why =
    callCount > 1 ? `called ${callCount} times` : 'its units are heard by something else than their activation';
  return { layer: name, note: `left as it is: ${why}` };
}

function treatedRow(
  { name, isFrozen }: ModelLayer,
  before: readonly boolean[],
  after: readonly boolean[],
  attempts: number,
): ReviveRow {
  const [dead, still] = [before, after].map((units) => units.filter((isDead) => isDead).length);
  const why = isFrozen ? 'left as it is: frozen' : `${still} off after ${attempts} draws`;
  const note = still > 0 ? { note: why } : {};
  return { layer: name, units: before.length, dead, revived: dead - still, ...note };
}

function restoringOnError(layers: readonly ModelLayer[], body: () => void): void {
  const variables = layers.flatMap((layer) => unitWeights(layer).map((name) => layer.weights[name]));
  const before = variables.map((variable) => valuesOf(variable).slice());
  try {
    body();
  } catch (error) {
    for (const [i, variable] of variables.entries()) assignValues(variable, before[i]);
    throw error;
  }
}
