import type { Optimizer, Tensor } from '@tensorflow/tfjs-core';
import type { LayerVariable } from '@tensorflow/tfjs-layers';
import type { ChosenLoss } from '../../../network/batchLoss.js';
import { freshOptimizer } from '../../../network/optimizer.js';
import type { ModelView } from '../../../network/view/modelView.js';
import { random } from '../../../random/random.js';
import type { TraceOptions } from '../options.js';
import type { ModelTrace, TracedLayer } from '../result.js';
import { firstNonFinite } from '../statistics/nonFinite.js';
import { measureUpdates } from '../statistics/update.js';
import { tracedWeight, type WeightPasses } from '../statistics/weights.js';
import type { Target } from './observer.js';
import { runPasses, type WeightGradients } from './passes.js';
import { recordSignals } from './recording.js';

/** The batch on which the passes run. */
export interface Batch {
  /** A tensor for each input of the model. */
  feeds: readonly Tensor[];
  /** The loss on the targets of the same samples. Absent without targets. */
  loss?: ChosenLoss | undefined;
}

/**
 * Makes the measurements of `trace`, without the table that shows them. With `bins` 0, it leaves
 * out quantiles and histograms. Call this function within {@link withModelRestored}.
 */
export function measureModel(
  view: ModelView,
  { feeds, loss }: Batch,
  { optimizer, learningRate, seed = 0, training = false, backward = true, bins = 50 }: Omit<TraceOptions, 'loss'>,
): Omit<ModelTrace, 'toString'> {
  const { model, calls, distinctLayers } = view;
  const [batch] = feeds[0].shape;
  const { signals, observer } = recordSignals(view, bins);
  const variables = [...new Set(distinctLayers.flatMap((layer) => layer.trainableWeights))];
  const stream = random(seed);
  const passes = {
    graph: view,
    feeds,
    training,
    noise: stream.split(2),
    weights: variables.map((variable) => variable.read()),
    // The cotangent equals the one that `simulate` draws for its first net.
    random: stream.split(1).split(0),
    ...(loss && { loss: loss.of }),
    targets: backward ? (['output', ...(loss ? ['loss'] : [])] as Target[]) : [],
    observer,
  };
  const gradients = runPasses(passes);
  const stepOf = gradients.loss && freshOptimizer(model, optimizer, learningRate);
  const weightPasses = groupByVariable(variables, gradients, stepOf);
  const layers = calls.map(
    (call, i): TracedLayer => ({
      name: call.name,
      kind: call.layer.getClassName(),
      inputs: call.inputs.map((from) => calls[from].name),
      ...signals[i],
      weights: ownWeights(view, i).map((variable) => tracedWeight(call, variable, weightPasses.get(variable) ?? {})),
    }),
  );
  const value = gradients.lossValue;
  const traced =
    loss && value !== undefined
      ? { name: loss.name, ...(loss.kind && { kind: loss.kind }), from: loss.from, value }
      : undefined;
  const nonFinite = firstNonFinite(layers, traced);
  return {
    layers,
    batch,
    training,
    ...(traced && { loss: traced }),
    ...(stepOf && {
      optimizer: { name: stepOf.getClassName(), learningRate: stepOf.getConfig().learningRate as number },
    }),
    ...(nonFinite && { nonFinite }),
  };
}

/** Lists the weights of the layer at its first call, and none at later calls. */
function ownWeights({ calls }: ModelView, call: number): LayerVariable[] {
  const { layer } = calls[call];
  return calls.findIndex((other) => other.layer === layer) === call ? layer.weights : [];
}

function groupByVariable(
  variables: readonly LayerVariable[],
  { output, loss }: WeightGradients,
  optimizer: Optimizer | undefined,
): Map<LayerVariable, WeightPasses> {
  const used = variables.filter((_, i) => loss?.[i] !== undefined);
  const steps = optimizer && measureUpdates(optimizer, loss?.filter((gradient) => gradient !== undefined) ?? []);
  return new Map(
    variables.map((variable, i) => [
      variable,
      { gradient: output?.[i], lossGradient: loss?.[i], update: steps?.[used.indexOf(variable)] },
    ]),
  );
}
