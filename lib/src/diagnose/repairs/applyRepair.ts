import type { LayersModel, layers } from '@tensorflow/tfjs-layers';
import { mul, reshape, sum, tensor, tidy } from '#tfjs-core';
import type { NumberArray } from '../../foundation/numberArray.js';
import { initializerOf } from '../../init/initializerOf.js';
import { forgetBias } from '../../model/bias/forgetBias.js';
import { setOutputBiasOfView } from '../../model/bias/setOutputBias.js';
import { initWeightsOfView } from '../../model/initWeights.js';
import { scaleResidualsOfView } from '../../model/residual/scaleResiduals.js';
import { reviveView } from '../../model/revive/revive.js';
import { setActivationOfView } from '../../model/setActivation.js';
import { type ModelView, viewModel } from '../../network/view/modelView.js';
import { withoutStates } from '../../signal/trace/passes/patches.js';
import type { CentredLayer, LayerWeights, RepairStep, StepOf } from './repair.js';

type Layer = layers.Layer;

/** The model to repair, and the samples on which it was measured, for each input and output. */
export interface RepairTarget {
  view: ModelView;
  x: readonly NumberArray[];
  y: readonly NumberArray[];
}

type Appliers = { [T in RepairStep['type']]?: (step: StepOf<T>, target: RepairTarget) => void };

/**
 * Functions that apply each type of step to a model. Types that are missing here change the data or
 * the training.
 */
const appliers: Appliers = {
  initWeights: ({ layers, seed }, { view }) =>
    void initWeightsOfView(view, { rule: ({ name }) => drawn(layers, name), seed }),
  centreBias: ({ layers }, { view }) => centreBiases(view, layers),
  openForgetGates: ({ layers }, { view }) =>
    void initWeightsOfView(view, {
      rule: ({ name }) => (layers.includes(name) ? { bias: forgetBias } : undefined),
    }),
  revive: ({ seed }, { view, x }) => void reviveView(view, { x }, { seed }),
  setOutputBias: ({ smoothing, task }, { view, y: [y] }) =>
    // A new view, because a step before this one may have changed the activation.
    void setOutputBiasOfView(viewModel(view.model), { y }, { smoothing, ...(task && { task }) }),
  setActivation: ({ layer, activation }, { view }) => setActivationOfView(view, layer, activation),
  scaleResiduals: (_step, { view }) => void scaleResidualsOfView(view),
  unfreeze: ({ layers }, { view }) => {
    if (!view.model.trainable) view.model.trainable = true;
    const chosen = layersOf(view, layers);
    for (const nested of nestedModels(view.model)) {
      if (nested.layers.some((layer) => chosen.includes(layer))) nested.trainable = true;
    }
    for (const layer of chosen) layer.trainable = true;
  },
  renewStatistics: ({ layers, momentum }, { view, x }) => {
    const norms = layersOf(view, layers);
    const feed = (): void => {
      const values = x.map(({ data, shape }) => tensor(Float32Array.from(data), [...shape]));
      view.model.apply(values, { training: true });
    };
    try {
      for (const norm of norms) Object.assign(norm, { momentum: 0 });
      withoutStates(view.distinctLayers, () => tidy(feed));
    } finally {
      for (const norm of norms) Object.assign(norm, { momentum });
    }
  },
  setDropout: ({ layers, rate }, { view }) => {
    for (const layer of layersOf(view, layers)) Object.assign(layer, { rate });
  },
  removePenalty: ({ layers }, { view }) => {
    for (const layer of layersOf(view, layers)) layer.losses.length = 0;
  },
};

/**
 * Whether all steps of a repair change the model, so that `applyRepair` does everything that the
 * code of the repair does.
 */
export function isApplicable(repair: readonly RepairStep[]): boolean {
  return repair.length > 0 && repair.every(({ type }) => type in appliers);
}

const WEIGHT_STEPS: readonly RepairStep['type'][] = [
  'initWeights',
  'centreBias',
  'openForgetGates',
  'revive',
  'setOutputBias',
  'scaleResiduals',
];

/** Checks whether a repair only changes weights, so that it can be tried and undone. */
export function changesOnlyWeights(repair: readonly RepairStep[]): boolean {
  return repair.length > 0 && repair.every(({ type }) => WEIGHT_STEPS.includes(type));
}

/** Checks whether a repair only standardizes inputs or targets. */
export function changesOnlyScales(repair: readonly RepairStep[]): boolean {
  return (
    repair.length > 0 &&
    repair.every(
      (step) => step.type === 'standardizeInputs' || (step.type === 'changeTargets' && step.change === 'standardize'),
    )
  );
}

/** Checks whether a trial can do everything that a repair does, and undo it. */
export function isTriable(repair: readonly RepairStep[]): boolean {
  return repair.length > 0 && repair.every((step) => isApplicable([step]) || changesOnlyScales([step]));
}

/** Repairs a model in place. */
export function applyRepair(target: RepairTarget, repair: readonly RepairStep[]): void {
  for (const step of repair) {
    const apply = appliers[step.type] as ((step: RepairStep, target: RepairTarget) => void) | undefined;
    apply?.(step, target);
  }
}

/** Lists the models inside a model, and those inside them. */
function nestedModels(model: LayersModel): LayersModel[] {
  const inside = (model.layers as (Layer | LayersModel)[]).filter((layer) => 'layers' in layer) as LayersModel[];
  return inside.flatMap((nested) => [nested, ...nestedModels(nested)]);
}

/** Finds layers by the names of their calls. */
function layersOf({ calls }: ModelView, names: readonly string[]): Layer[] {
  return [...new Set(calls.filter(({ name }) => names.includes(name)).map(({ layer }) => layer))];
}

function drawn(layers: readonly LayerWeights[], name: string): ReturnType<typeof byWeight> | undefined {
  const layer = layers.find((candidate) => candidate.name === name);
  return layer && byWeight(layer);
}

function byWeight({ weights }: LayerWeights): Record<string, ReturnType<typeof initializerOf>> {
  return Object.fromEntries(
    Object.entries(weights).map(([weight, description]) => [weight, initializerOf(description)]),
  );
}

/**
 * Sets the bias of each unit to −½ times the sum of its weights. This cancels the effect of inputs
 * whose mean is ½.
 */
function centreBiases({ layers }: ModelView, centred: readonly CentredLayer[]): void {
  for (const { name, weights } of layers) {
    const axes = centred.find((layer) => layer.name === name)?.axes;
    if (axes === undefined) continue;
    const kernel = (weights.kernel ?? weights.depthwise).read();
    tidy(() => {
      weights.bias.write(mul(reshape(sum(kernel, [...axes]), [-1]), -0.5));
    });
  }
}
