import type { Activation } from '../activation/elementwise.js';
import { cumulative } from '../activation/normalDistribution.js';
import type { Conv, Dense, Norm, Pool } from '../network/graph.js';
import { type Alignment, alignedThrough, isotropic } from './alignment.js';
import type { BackwardEvents } from './backwardEvents.js';
import type { Events } from './events.js';
import type { ForwardEvents } from './fluctuation.js';
import type { Passed } from './followForward.js';
import { maximumOf, type Normed, nearness, type Slopes, slopesOf } from './forwardPlain.js';
import {
  alike,
  alikeNormals,
  type Chosen,
  type Gate,
  type Gradient,
  gatedBy,
  gateOf,
  ownOfGradient,
  passedFirst,
  passedSquares,
  sharesOfGradient,
} from './gradient.js';
import { average, grid } from './normalGrid.js';
import { averaged, sharedWeights, widened } from './offsets.js';
import { overNets } from './overNets.js';
import { mean, meanOver, type Pairs, powerMeans, uniformPairs } from './pairs.js';
import { windowCounts, windowSumsBack } from './positions.js';
import { valueOn } from './quantiles.js';
import type { Signal } from './signal.js';

/** The cotangent: independent N(0, 1) numbers at every output. */
export function cotangent(output: Signal, events: Events, forwardEvents: ForwardEvents): Gradient {
  const { height, width, channels, batch } = output;
  const response = events.none();
  return {
    channels,
    profile: new Float64Array(height * width).fill(1),
    pairs: uniformPairs(height, width, 0, 0, 0),
    batch,
    gates: [],
    sources: new Map([[-1, 1]]),
    scatter: 0,
    kept: 0,
    ...(height * width === 1 && { alignment: isotropic(withOwn(output, forwardEvents), events) }),
    spread: { bias: 0, response },
  };
}

/** The response of a signal's size to all events, its own draw included. */
function withOwn(signal: Signal, forwardEvents: ForwardEvents): Float64Array {
  const response = Float64Array.from(signal.spread.response);
  if (signal.draws.size > 0) response[forwardEvents.of(signal)] += 1;
  return response;
}

/** By z, of the gradient by a = f(z). */
export function throughActivation(
  gradient: Gradient,
  { z: before, a }: Passed,
  phi: Activation,
  events: Events,
  forwardEvents: ForwardEvents,
): Gradient {
  const slopes = slopesOf(before, phi);
  const square = slopes.derivative.map((x) => x * x);
  const { gate } = gateOf(
    before,
    slopes.derivative,
    square,
    square.map((x) => x * x),
  );
  const { gates, size } = gatedBy(gradient.gates, gate);
  const chosen = gradient.chosen && chosenThrough(gradient.chosen, before, slopes);
  const factor = chosen ? chosen.size : slopes.secondMoment(slopes.q) * size;
  const { response, bias } = gradient.spread;
  const variance = events.covariance(before.spread.response, before.spread.response).sample;
  // Where the gradient is large, q is not what it is in the mean.
  const tilt = events.covariance(response, before.spread.response).sample;
  const nets = overNets(slopes.secondMoment, slopes.q, before.spread.bias - variance / 2 + tilt, variance);
  const kappa = nets.slope;
  const moved = aligned(gradient, before, a, phi, slopes.q, events, forwardEvents);
  return {
    ...unaligned(gradient),
    profile: gradient.profile.map((g) => g * factor),
    gates,
    ...(moved && { alignment: moved.alignment }),
    ...(chosen && { chosen: chosen.chosen }),
    spread: {
      bias: bias + nets.bias + (moved?.bias ?? 0),
      response: response.map((x, e) => x + kappa * before.spread.response[e] + (moved?.response[e] ?? 0)),
    },
  };
}

/** An activation ahead of a pool acts on what is chosen. */
function chosenThrough(
  chosen: Chosen,
  before: Signal,
  { derivative }: Slopes,
): { chosen: Chosen; size: number } | undefined {
  if (before.origin !== chosen.origin) return undefined;
  const slope = chosen.normals.map((g) => valueOn(derivative, g));
  const square = slope.map((x) => x * x);
  const { gate } = gateOf(
    chosen.output,
    slope,
    square,
    square.map((x) => x * x),
  );
  const { gates } = gatedBy(chosen.gradient.gates, gate);
  return { chosen: { ...chosen, gradient: { ...chosen.gradient, gates } }, size: average(square) };
}

/** What the gradient's alignment with the signal does at an activation of a dense net. */
function aligned(
  { alignment, channels, spread }: Gradient,
  before: Signal,
  after: Signal,
  phi: Activation,
  q: number,
  events: Events,
  forwardEvents: ForwardEvents,
): { alignment: Alignment; bias: number; response: Float64Array } | undefined {
  if (alignment === undefined || !before.normal || before.draws.size === 0) return undefined;
  const through = alignedThrough(alignment, before, phi, q, spread.response, events);
  const weight = through.weight / channels;
  const signal = withOwn(after, forwardEvents);
  return {
    alignment: through.alignment,
    bias: weight * (alignment.share - 1),
    response: alignment.response.map((x, e) => weight * alignment.share * (x - signal[e] - spread.response[e])),
  };
}

/** By the input of a dense or convolutional layer, of the gradient by its output; the event of its draw is added. */
export function throughWeights(
  gradient: Gradient,
  op: Dense | Conv,
  weight: { secondMoment: number; orthogonal: boolean },
  input: Signal,
  output: Signal,
  backwardEvents: BackwardEvents,
): Gradient {
  const event = backwardEvents.of(gradient);
  const response = Float64Array.from(gradient.spread.response);
  response[event] += 1;
  const { alignment } = gradient;
  // The part along the signal is what it was; the rest is drawn anew.
  const kept = op.type === 'dense' && input.height * input.width === 1 ? alignment : undefined;
  const along = kept === undefined ? 0 : kept.share / input.channels;
  const moved = response.map((x, e) => x + along * ((kept?.response[e] ?? 0) - output.spread.response[e] - x));
  const first = passedFirst(gradient);
  const squares = passedSquares(gradient);
  const close = mean(alike(gradient).different);
  const slope = mean(first.different);
  const fresh = ((1 - close) * mean(squares.different)) / gradient.channels;
  const { pairs } = gradient;
  const cosines: Pairs = {
    ...pairs,
    same: pairs.same.map((c, i) => (i === 0 ? 1 : c * first.same[i])),
    different: pairs.different.map((c, i) => c * first.different[i]),
    noise: pairs.noise.map((x, shift) => x * slope ** 2 + (shift === 0 ? fresh : fresh * pairs.same[shift] ** 2)),
  };
  const window = op.type === 'conv' ? op.window : undefined;
  const shared = window === undefined ? [] : sharedWeights(window, true);
  const outputs = op.kernel[op.kernel.length - 1];
  const scale = (weight.secondMoment * outputs) / (op.type === 'conv' ? op.groups : 1);
  const flat = op.type === 'dense' && input.flat;
  const rows = op.kernel.slice(0, -1).reduce((product, size) => product * size, 1);
  const size = input.height * input.width;
  const profile = flat
    ? new Float64Array(size).fill(scale * gradient.profile[0])
    : (window === undefined ? gradient.profile : windowSumsBack(gradient.profile, window)).map((g) => g * scale);
  return {
    channels: input.channels,
    profile,
    pairs: flat
      ? spreadOut(cosines, input)
      : window === undefined
        ? cosines
        : {
            height: input.height,
            width: input.width,
            same: widened(cosines.same, window).map((c, i) => c * shared[i]),
            different: widened(cosines.different, window).map((c, i) => c * shared[i]),
            noise: widened(averaged(cosines.noise, ...window.output, perStride(window.size, window.strides)), window),
          },
    batch: gradient.batch,
    gates: [],
    sources: new Map([[event, 1]]),
    scatter: op.type === 'conv' && op.groups > 1 ? op.groups * ownOfGradient(gradient).sample : 0,
    kept: weight.orthogonal ? 1 - Math.sqrt(1 - Math.min(1, rows / outputs)) : 0,
    ...(kept && { alignment: kept }),
    spread: { bias: gradient.spread.bias + (kept === undefined ? 0 : along - 1 / input.channels), response: moved },
  };
}

function perStride(size: readonly [number, number], strides: readonly [number, number]): [number, number] {
  return [Math.max(1, Math.round(size[0] / strides[0])), Math.max(1, Math.round(size[1] / strides[1]))];
}

/** Gradients of flattened units: positions have weights of their own, samples share them. */
function spreadOut(cosines: Pairs, { height, width }: Signal): Pairs {
  const pairs = uniformPairs(height, width, 0, 0, cosines.noise[0]);
  pairs.different[0] = cosines.different[0];
  return pairs;
}

/** Without its alignment. */
function unaligned({ alignment: _, chosen: __, ...gradient }: Gradient): Gradient {
  return gradient;
}

export function throughDropout(gradient: Gradient, rate: number, before: Signal, origin: number): Gradient {
  const kept = 1 - rate;
  const ones = grid.map(() => 1);
  const { gate, size } = gateOf(
    { ...before, origin },
    ones,
    ones.map(() => 1 / kept),
    ones.map(() => 1 / kept ** 3),
  );
  return { ...unaligned(gradient), profile: gradient.profile.map((g) => g * size), gates: [...gradient.gates, gate] };
}

/** By the input of a norm: divided by its size, less the parts along the mean and along the values themselves. */
export function throughNorm(gradient: Gradient, norm: Norm, input: Signal, normed: Normed, events: Events): Gradient {
  const response = Float64Array.from(input.spread.response);
  if (normed.event >= 0) response[normed.event] += 1;
  const { sample, common } = events.covariance(response, response);
  const tilt = events.covariance(response, gradient.spread.response);
  const batch = norm.type === 'batchNorm';
  const lost = batch ? lostInBatch(gradient, normed.output) : { ...lostInSample(gradient, norm), mean: 0 };
  // The mean of 1/q is more than 1/mean: of channels over nets, or of samples of unequal norm.
  const uneven = batch ? 1 / (1 - Math.min(0.7, channelSpread(normed))) : unevenness(input);
  const kept = Math.max(0.02, 1 - lost.share) * normed.factor * uneven;
  return {
    ...unaligned(gradient),
    ...(!batch && { alignment: { share: 0, mean: 0, response: events.none() } }),
    profile: gradient.profile.map((g) => g * kept),
    pairs: {
      ...gradient.pairs,
      same: gradient.pairs.same.map((c, i) => (i === 0 ? 1 : (c - lost.mean) / (1 - lost.mean))),
      different: gradient.pairs.different.map((c) => (c - lost.mean) / (1 - lost.mean)),
    },
    spread: {
      bias: gradient.spread.bias - input.spread.bias + (batch ? common - tilt.common : sample - tilt.sample),
      response: gradient.spread.response.map((x, e) => x - response[e]),
    },
  };
}

/** Of the channels of a position: along the values, and along the mean. */
function lostInSample({ alignment, channels }: Gradient, { type }: Norm): { share: number } {
  const { share, mean: constant } = alignment ?? { share: 1, mean: 1 };
  return { share: (share + (type === 'layerNorm' ? constant : 0)) / channels };
}

/** Of the points of a channel. */
function lostInBatch(gradient: Gradient, output: Signal): { share: number; mean: number } {
  const shares = sharesOfGradient(gradient);
  const first = passedFirst(gradient);
  const over = (of: (kind: 'same' | 'different', i: number) => number): number => {
    const at = (kind: 'same' | 'different'): Float64Array =>
      gradient.pairs[kind].map((c, i) => c * first[kind][i] * of(kind, i));
    return meanOver(shares, 1, at('same'), at('different'));
  };
  const constant = over(() => 1);
  return { share: constant + over((kind, i) => output.pairs[kind][i]), mean: constant };
}

/** E q·E 1/q over points. */
function unevenness({ profile }: Signal): number {
  return mean(profile) * mean(profile.map((q) => (q > 0 ? 1 / q : 0)));
}

/** Relative variance of the mean square of one channel over the batch, by the correlations' noise ahead of the norm: what nets have in common is no spread of channels. */
function channelSpread({ output: { pairs, shares }, kept }: Normed): number {
  const before = { ...pairs, noise: pairs.noise.map((x) => x * kept ** 2) };
  return 2 * powerMeans(before, shares).all[2];
}

export function throughPool(gradient: Gradient, op: Pool, input: Signal, output: Signal): Gradient {
  const { window } = op;
  const counts = windowCounts(window);
  const count = mean(counts);
  const divisor = op.type === 'avgPool' ? 2 : 1;
  const profile = windowSumsBack(
    gradient.profile.map((g, o) => g / counts[o] ** divisor),
    window,
  );
  const sizes = { height: input.height, width: input.width };
  const same = widened(gradient.pairs.same, window);
  const different = widened(gradient.pairs.different, window);
  const inWindow = sharedWindow(op, input);
  const pairs = {
    ...sizes,
    same: same.map((c, i) => (op.type === 'avgPool' ? inWindow[i] + (1 - inWindow[i]) * c : (1 - inWindow[i]) * c)),
    different,
    noise: widened(gradient.pairs.noise, window),
  };
  pairs.same[0] = 1;
  const base = { ...unaligned(gradient), profile, pairs };
  if (op.type === 'avgPool') return base;
  const near = nearness(input, window);
  const chosen = { gradient, output, origin: input.origin, normals: maximumOf(count, near) };
  return { ...base, gates: [...gradient.gates, maximumGate(input, count, near)], chosen };
}

/** Of two places at an offset: how often they lie in one window. */
function sharedWindow({ window }: Pool, { height, width }: Signal): Float64Array {
  const share = (offset: number, length: number, size: number): number =>
    Math.max(0, 1 - Math.min(offset, length - offset) / size);
  return Float64Array.from(
    { length: height * width },
    (_, i) => share(Math.floor(i / width), height, window.size[0]) * share(i % width, width, window.size[1]),
  );
}

/** The choice of the largest of `count` values of correlation `near`: 1 or 0, with a probability that depends on the normal; the mean of its square taken as 1. */
function maximumGate(input: Signal, count: number, near: number): Gate {
  const [common, own] = [Math.sqrt(near), Math.sqrt(1 - near)];
  const probability = grid.map((g) => average(grid.map((w) => cumulative(g * own - common * w) ** (count - 1))));
  return gateOf(input, probability, probability, probability).gate;
}

/** Of a mean over all positions. */
export function throughGlobalPool(gradient: Gradient, input: Signal): Gradient {
  const positions = input.height * input.width;
  const { pairs } = gradient;
  return {
    ...unaligned(gradient),
    profile: new Float64Array(positions).fill(gradient.profile[0] / positions ** 2),
    pairs: {
      height: input.height,
      width: input.width,
      same: new Float64Array(positions).fill(1),
      different: new Float64Array(positions).fill(pairs.different[0]),
      noise: new Float64Array(positions).fill(pairs.noise[0]),
    },
  };
}

/** The sum of the gradients that come back from all that takes a signal. */
export function summed(parts: readonly Gradient[]): Gradient {
  if (parts.length === 1) return parts[0];
  const sizes = parts.map(({ profile }) => mean(profile));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const weights = sizes.map((size) => (total > 0 ? size / total : 1 / parts.length));
  const [first] = parts;
  const mixed = (of: (part: Gradient) => Float64Array, power = 1): Float64Array =>
    of(first).map((_, i) => parts.reduce((sum, part, k) => sum + weights[k] ** power * of(part)[i], 0));
  return {
    ...unaligned(first),
    profile: first.profile.map((_, i) => parts.reduce((sum, part) => sum + part.profile[i], 0)),
    pairs: {
      ...first.pairs,
      same: mixed(({ pairs }) => pairs.same),
      different: mixed(({ pairs }) => pairs.different),
      noise: mixed(({ pairs }) => pairs.noise, 2),
    },
    gates: mixedGates(parts, weights),
    sources: mixedSources(parts, weights),
    scatter: parts.reduce((sum, { scatter }, k) => sum + weights[k] ** 2 * scatter, 0),
    kept: parts.reduce((sum, { kept }, k) => sum + weights[k] ** 2 * kept, 0),
    spread: {
      bias: parts.reduce((sum, { spread }, k) => sum + weights[k] * spread.bias, 0),
      response: mixed(({ spread }) => spread.response),
    },
  };
}

function mixedSources(parts: readonly Gradient[], weights: readonly number[]): Map<number, number> {
  const sources = new Map<number, number>();
  parts.forEach((part, k) => {
    for (const [source, share] of part.sources) sources.set(source, (sources.get(source) ?? 0) + weights[k] * share);
  });
  return sources;
}

/** Gates of a sum of independent gradients, of which some pass a gate and some do not. */
function mixedGates(parts: readonly Gradient[], weights: readonly number[]): Gate[] {
  const kinds: Signal[] = [];
  for (const { signal } of parts.flatMap(({ gates }) => gates)) {
    if (!kinds.some((kind) => alikeNormals(kind, signal))) kinds.push(signal);
  }
  return kinds.map((signal) => {
    const found = parts.map(({ gates }) => gates.find((gate) => alikeNormals(gate.signal, signal)));
    const at = (gate: Gate | undefined, moment: 'first' | 'second' | 'fourth', i: number): number =>
      gate?.[moment][i] ?? 1;
    const second = grid.map((_, i) => found.reduce((sum, gate, k) => sum + weights[k] * at(gate, 'second', i), 0));
    const fourth = grid.map((_, i) =>
      found.reduce(
        (sum, gate, k) => sum + weights[k] ** 2 * (at(gate, 'fourth', i) - at(gate, 'second', i) ** 2),
        second[i] ** 2,
      ),
    );
    const first = grid.map((_, i) => found.reduce((sum, gate, k) => sum + weights[k] * at(gate, 'first', i), 0));
    return { signal, first, second, fourth };
  });
}
