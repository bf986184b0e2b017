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
import { chooseInitializers } from '../weights/layerDraw.js';
import { assignValues } from '../weights/variables.js';
import { collectGates, diesBelowZero, findDeadUnits } from './dyingUnits.js';
import { readValues, redrawUnits, unitWeights } from './redrawUnits.js';

export interface ReviveOptions {
  /**
   * Rule that draws the weights of dead units; default {@link defaultRule}: He's rule before a
   * ReLU, biases 0.
   */
  rule?: LayerRule;
  /** Seed for the new weights. Default 0. */
  seed?: number | bigint;
  /** Maximum number of draws for a unit that stays dead, default 10. */
  maxAttempts?: number;
}

/** The result for a layer that feeds a ReLU. */
export interface ReviveRow {
  layer: string;
  units?: number;
  /**
   * Number of units that were off for the whole batch after the layers before it had been revived.
   */
  dead?: number;
  /** Number of these units that are now on for at least one sample. */
  revived?: number;
  /** Remark, or why the layer was left unchanged. */
  note?: string;
}

/** A layer whose units can be recognized as dead, and the initializers that redraw them. */
interface Candidate {
  layer: ModelLayer;
  gates: Activation[];
  initializers: Readonly<Record<string, Initializer | undefined>>;
  /** Index among the layers of the model. */
  index: number;
}

/**
 * Revives the dead units of a model. From the first layer to the last, units that are off for every
 * sample of the batch (at every position, in a convolution) get new incoming weights and a new bias
 * until each is on for at least one sample. All other weights keep every bit: those of living
 * units, and those with which later layers read the dead units.
 *
 * Whatever killed the units may kill them again: the learning rate, or weights in other layers that
 * have grown (`lsuv(model, { x }, { orthonormal: false })` scales these).
 *
 * The function treats dense layers and convolutions of all kinds (the pointwise part of a separable
 * one) whose activation is 0 below 0. The report says which of these stay unchanged: shared layers,
 * frozen layers, and layers whose output something other than the activation reads, such as a
 * normalization or a sum.
 *
 * Redrawing units that are off is part of ReDo (Sokar, Agarwal, Castro, Evci, "The dormant neuron
 * phenomenon in deep reinforcement learning", ICML 2023), which also sets their outgoing weights to
 * 0.
 *
 * @param model - changed in place
 * @param data - `x`: inputs, as for `trace`; a few hundred samples, prepared as for training
 * @returns a row for each layer that feeds a ReLU: `{ layer, units, dead, revived, note }`, shown
 * as a table
 * @throws RangeError for a batch that does not fit the model or is not finite, or for an invalid
 * option; TypeError for an unknown option or if `model` isn't a model; and the errors of
 * `initWeights` for a faulty rule. After an error, all weights are unchanged.
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import * as tfl from '@tensorflow/tfjs-layers';
 * import { revive } from 'initlab';
 * const [hidden, output] = [tfl.layers.dense({ units: 8, activation: 'relu', inputShape: [4], name: 'hidden' }), tfl.layers.dense({ units: 1 })];
 * const model = tfl.sequential({ layers: [hidden, output] });
 * hidden.setWeights([hidden.getWeights()[0], tf.fill([8], -100)]);
 * const { rows } = revive(model, { x: tf.randomNormal([64, 4]) });
 * rows; // [{ layer: 'hidden', units: 8, dead: 8, revived: 8 }]
 * ```
 */
export function revive(model: LayersModel, data: ModelData, options: ReviveOptions = {}): Report<ReviveRow> {
  checkData(data, ['x'], 'revive(model, { x }, options)');
  return reviveView(viewModel(model), data, options);
}

/** Implements `revive` for a model view. */
export function reviveView(view: ModelView, data: ModelData, options: ReviveOptions = {}): Report<ReviveRow> {
  knownOptions(options, ['rule', 'seed', 'maxAttempts'], 'revive');
  const { rule = defaultRule, seed = 0 } = options;
  if (typeof rule !== 'function')
    throw new TypeError(
      `rule is ${describe(rule)}; it must be a function that takes a layer, for example () => heNormal()`,
    );
  const maxAttempts = positiveInteger(options.maxAttempts ?? 10, 'maxAttempts');
  const root = random(seed);
  const rows = new Map(view.layers.filter(diesBelowZero).map((layer) => [layer, describeSkipped(layer)]));
  const candidates = findCandidates(view, rule);
  // The first run changes nothing, so that a batch that does not fit leaves the model unchanged.
  visitLinearOutputs(view, data.x, (_call, z) => z);
  const reviveAll = (): void =>
    visitLinearOutputs(view, data.x, (call, z, rerun) => {
      const candidate = candidates.get(call);
      if (candidate === undefined) return z;
      const { layer, gates, initializers, index } = candidate;
      const found = findDeadUnits(layer, z, gates);
      let [dead, output] = [found, z];
      for (let attempt = 0; !layer.isFrozen && dead.includes(true) && attempt < maxAttempts; attempt++) {
        redrawUnits(layer, dead, initializers, root.split(index).split(attempt));
        output = rerun();
        const now = findDeadUnits(layer, output, gates);
        dead = dead.map((was, unit) => was && now[unit]);
      }
      rows.set(layer, describeRevived(layer, found, dead, maxAttempts));
      return output;
    });
  restoreOnError(
    [...candidates.values()].map(({ layer }) => layer),
    reviveAll,
  );
  return report([...rows.values()]);
}

/** Maps calls to the layers that can be revived. The rule runs before any weight changes. */
function findCandidates({ calls, consumers, layers, layersOf }: ModelView, rule: LayerRule): Map<number, Candidate> {
  const candidates = new Map<number, Candidate>();
  for (const call of calls.keys()) {
    const [layer] = layersOf(call);
    const gates =
      layer && diesBelowZero(layer) && layer.callCount === 1 ? collectGates(calls, consumers, call) : undefined;
    if (gates === undefined) continue;
    const initializers = layer.isFrozen ? {} : chooseInitializers(layer, rule);
    candidates.set(call, { layer, gates, initializers, index: layers.indexOf(layer) });
  }
  return candidates;
}

/** Makes the row of a layer that was not examined. */
function describeSkipped({ name, callCount }: ModelLayer): ReviveRow {
  const why = callCount > 1 ? `called ${callCount} times` : 'something other than its activation reads its output';
  return { layer: name, note: `left unchanged: ${why}` };
}

function describeRevived(
  { name, isFrozen }: ModelLayer,
  before: readonly boolean[],
  after: readonly boolean[],
  attempts: number,
): ReviveRow {
  const [dead, still] = [before, after].map((units) => units.filter((isDead) => isDead).length);
  const why = isFrozen ? 'left unchanged: frozen' : `${still} off after ${attempts} draws`;
  const note = still > 0 ? { note: why } : {};
  return { layer: name, units: before.length, dead, revived: dead - still, ...note };
}

function restoreOnError(layers: readonly ModelLayer[], body: () => void): void {
  const variables = layers.flatMap((layer) => unitWeights(layer).map((name) => layer.weights[name]));
  const before = variables.map((variable) => readValues(variable).slice());
  try {
    body();
  } catch (error) {
    for (const [i, variable] of variables.entries()) assignValues(variable, before[i]);
    throw error;
  }
}
