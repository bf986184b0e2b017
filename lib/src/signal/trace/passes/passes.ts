import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { addN, engine, mul, scalar, square, sum, tensor } from '#tfjs-core';
import type { ModelGraph } from '../../../network/view/modelGraph.js';
import { withTapeFreed } from '../../../network/withTapeFreed.js';
import type { Random } from '../../../random/random.js';
import { withSeededMath } from '../../../random/seededMath.js';
import { ArrivingGradients } from './arrivingGradients.js';
import { disposeResults, outputsOf, type Pass, runRange, startPass } from './forward.js';
import { findTrainable, type Observer, observingHooks, type Target, watchSignal } from './observer.js';
import { withWeightsRestored } from './patches.js';
import { planSegments, type Segment } from './segments.js';

export interface Passes {
  graph: ModelGraph;
  feeds: readonly Tensor[];
  training: boolean;
  /** Random stream for dropout and noise. */
  noise: Random;
  /** Random stream for v. */
  random?: Random;
  weights: readonly Tensor[];
  loss?: (outputs: readonly Tensor[]) => Scalar;
  /** Quantities that are differentiated, each in a backward pass of its own. */
  targets: readonly Target[];
  /** Receives the signals and gradients. */
  observer?: Observer;
  /** Largest number of values that the calls on one tape output together. */
  most?: number;
}

/** Gradients with respect to the weights; undefined for a weight that is not used. */
export interface WeightGradients {
  output?: (Float32Array | undefined)[];
  loss?: (Float32Array | undefined)[];
  lossValue?: number;
}

/**
 * Runs one forward pass and one backward pass for each target. Each signal passes through an
 * identity operation whose gradient function reports the arriving gradient to the observer. Call it
 * inside tidy.
 */
export function runPasses(passes: Passes): WeightGradients {
  try {
    return runSegments(passes, () => true);
  } catch (error) {
    if (!/gradient/i.test(String(error))) throw error;
    // A layer that looks up its input, such as Embedding, or masks it, has no gradient with
    // respect to the input. The model can still be trained if every layer after the first weights
    // has a gradient.
    return runSegments(passes, findTrainable(passes.graph));
  }
}

/** Runs a forward pass, and returns the outputs of the model. Call it inside tidy. */
export function runForward(passes: Omit<Passes, 'weights' | 'targets' | 'loss'>): Tensor[] {
  const { graph, feeds, training, noise, observer } = passes;
  const pass = startPass(graph, feeds, training);
  const hooks = observer && observingHooks(observer, () => false);
  withSeededMath(noise, () => withTapeFreed(() => runRange(pass, 0, graph.calls.length, { hooks, frees: true })));
  return outputsOf(pass);
}

function runSegments(passes: Passes, hasGradient: (call: number) => boolean): WeightGradients {
  const { graph, feeds, training, noise, loss, targets, most } = passes;
  if (targets.length === 0) {
    const outputs = runForward(passes);
    return loss ? { lossValue: loss(outputs).dataSync()[0] } : {};
  }
  const segments = planSegments(
    graph,
    feeds.map(({ shape }) => shape),
    most,
  );
  // The second computation of a segment must draw the same noise as the first one.
  const noiseOf = segments.length === 1 ? () => noise : streamsFrom(noise);
  const pass = startPass(graph, feeds, training);
  const masks: Pass['mask'][] = [];
  for (const [i, { from, to }] of segments.entries()) {
    masks.push(pass.mask);
    if (i === segments.length - 1) break;
    withSeededMath(noiseOf(i), () => runRange(pass, from, to, { frees: true }));
  }
  const arriving = new ArrivingGradients();
  const gradients: WeightGradients = {};
  try {
    for (const [i, segment] of [...segments.entries()].reverse()) {
      const isLast = i === segments.length - 1;
      const run = (): void => runOnTape(passes, { pass, segment, isLast, arriving, gradients, hasGradient });
      pass.mask = masks[i];
      if (isLast) withSeededMath(noiseOf(i), run);
      else {
        disposeResults(pass, indices(segment));
        const layers = indices(segment).map((call) => graph.calls[call].layer);
        // The running statistics of a normalization must not be updated twice.
        withWeightsRestored(layers, () => withSeededMath(noiseOf(i), run));
      }
    }
  } finally {
    arriving.dispose();
  }
  return gradients;
}

/** Makes streams that can be drawn again, from one that goes on with each use. */
function streamsFrom(noise: Random): (segment: number) => Random {
  const [key] = noise.uniform(new Float64Array(1));
  const stream = noise.split(Math.floor(key * 2 ** 32));
  return (segment) => stream.split(segment);
}

function indices({ from, to }: Segment): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}

interface SegmentRun {
  pass: Pass;
  segment: Segment;
  /** Whether the model ends with this segment. */
  isLast: boolean;
  arriving: ArrivingGradients;
  gradients: WeightGradients;
  hasGradient(call: number): boolean;
}

/** Runs the calls of a segment on a tape, and then the backward passes through them. */
function runOnTape(passes: Passes, { pass, segment, isLast, arriving, gradients, hasGradient }: SegmentRun): void {
  const { random, loss, weights, targets, observer } = passes;
  // A tape keeps only the operations that lead from given tensors to the result. This tensor is
  // made the start of a path to every signal.
  const anchor = scalar(0);
  let target: Target = 'output';
  const hooks =
    observer &&
    observingHooks(observer, hasGradient, (x, report) => watchSignal(x, anchor, (dy) => report(target, dy)));
  const sources = segment.inputs.filter(
    ({ call, output }) => hasGradient(call) && pass.results[call][output].dtype === 'float32',
  );
  const starts = [anchor, ...sources.map(({ call, output }) => pass.results[call][output]), ...weights];
  const makeValue = (): Tensor | undefined => {
    if (!isLast) return arriving.product(pass, segment.outputs, target);
    if (target === 'output') return cotangentProduct(outputsOf(pass), random as Random);
    const value = (loss as NonNullable<typeof loss>)(outputsOf(pass));
    gradients.lossValue = value.dataSync()[0];
    return value;
  };
  const run = (): Tensor => {
    runRange(pass, segment.from, segment.to, { hooks });
    for (target of targets) {
      const value = makeValue();
      if (value === undefined) continue;
      const grads = unrecordedGradients(value, starts);
      for (const [i, source] of sources.entries()) arriving.add(target, source, grads[1 + i]);
      addTo(gradients, target, grads.slice(1 + sources.length));
    }
    arriving.release(segment.outputs);
    return square(anchor);
  };
  withTapeFreed(() => engine().gradients(run, [anchor]));
}

/**
 * Computes gradients on the open tape without recording how: a tape would keep the signals of the
 * backward pass too, for gradients of gradients.
 */
function unrecordedGradients(value: Tensor, starts: Tensor[]): (Tensor | undefined)[] {
  const { state } = engine();
  state.kernelDepth++;
  try {
    return engine().gradients(() => value, starts, undefined, true).grads;
  } finally {
    state.kernelDepth--;
  }
}

/** Adds the gradients with respect to the weights that one segment gives. */
function addTo(gradients: WeightGradients, target: Target, added: readonly (Tensor | undefined)[]): void {
  const sums = gradients[target] ?? added.map(() => undefined);
  gradients[target] = added.map((gradient, i) => {
    if (!gradient) return sums[i];
    const numbers = gradient.dataSync<'float32'>().slice();
    return sums[i]?.map((sum, j) => sum + numbers[j]) ?? numbers;
  });
}

/** Computes ⟨v, output⟩, summed over the model's outputs. */
function cotangentProduct(outputs: readonly Tensor[], random: Random): Tensor {
  return addN(outputs.map((out) => sum(mul(out, tensor(random.normal(new Float32Array(out.size)), out.shape)))));
}
