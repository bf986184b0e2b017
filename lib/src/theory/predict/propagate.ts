import { mean } from '../../foundation/statistics.js';
import { BackwardEvents } from './backward/events.js';
import { type Gradient, gradientCovariance, gradientShares } from './backward/gradient.js';
import { addGradients, cotangent } from './backward/merge.js';
import { backwardStep, backwardThroughActivation } from './backward/step.js';
import { type Band, band } from './band.js';
import { type GivenInput, inputSignal, restartSignal } from './forward/inputSignal.js';
import { type ForwardState, forwardStep, LARGEST_SECOND_MOMENT, type PlannedNode } from './forward/step.js';
import { type Covariance, Events, NO_COVARIANCE } from './spread/events.js';
import { ForwardEvents, fluctuation } from './spread/fluctuation.js';
import { type Signal, type Spread, sizeOf } from './spread/signal.js';

/**
 * Batch of a prediction: the numbers of each input, or undefined for the expectation over N(0, 1)
 * numbers.
 */
export interface Batch {
  inputs: readonly (GivenInput | undefined)[];
  batch?: number | undefined;
}

/** Second moments at one node, as far as theory reaches. */
export interface Bands {
  preActivation?: Band;
  activation?: Band;
  /** Gradient with respect to z. */
  gradient?: Band;
  activationGradient?: Band;
  /** Reason why there is no prediction of the signal. */
  unknown?: string;
}

/** State of one prediction: what is known about each node. */
class Run {
  readonly nodes: readonly PlannedNode[];
  readonly events: Events;
  readonly forwardEvents: ForwardEvents;
  readonly backwardEvents: BackwardEvents;
  readonly passed: (ForwardState | undefined)[] = [];
  readonly reasons: (string | undefined)[] = [];

  constructor(nodes: readonly PlannedNode[]) {
    this.nodes = nodes;
    this.events = new Events(5 * nodes.length + 2);
    this.forwardEvents = new ForwardEvents(this.events);
    this.backwardEvents = new BackwardEvents(this.events, this.forwardEvents);
  }

  /** Gives the input signals of a node, or undefined if one of them is unknown. */
  inputsOf({ inputs }: PlannedNode): Signal[] | undefined {
    const signals = inputs.flatMap((from) => this.passed[from]?.a ?? []);
    return signals.length === inputs.length ? signals : undefined;
  }
}

/**
 * Propagates a signal forward through a network, and gradients back from its `outputs`, with an
 * independent cotangent v at each output.
 */
export function propagate(nodes: readonly PlannedNode[], outputs: readonly number[], batch: Batch): Bands[] {
  const run = new Run(nodes);
  propagateForward(run, batch);
  const gradients = propagateBackward(run, outputs);
  return nodes.map((_, index) => {
    const { z, a } = run.passed[index] ?? {};
    const { byZ, byA } = gradients[index] ?? {};
    const unknown = run.reasons[index];
    return {
      ...(z && { preActivation: bandOfSignal(z, run) }),
      ...(a && { activation: bandOfSignal(a, run) }),
      ...(byZ && { gradient: bandOfGradient(byZ, run) }),
      ...(byA && { activationGradient: bandOfGradient(byA, run) }),
      ...(unknown !== undefined && { unknown }),
    };
  });
}

function propagateForward(run: Run, { inputs: given, batch }: Batch): void {
  const { nodes, events, forwardEvents, passed, reasons } = run;
  let next = 0;
  for (const [index, node] of nodes.entries()) {
    const inputs = run.inputsOf(node);
    if (node.op.type === 'input') {
      const signal = inputSignal(node.shape, given[next++], batch, index, events.none());
      passed.push({ z: signal, a: signal });
    } else if (node.op.type === 'unknown') {
      const { secondMoment, reason } = node.op;
      reasons[index] = reason;
      const before = passed[0]?.a;
      const signal = secondMoment !== undefined && before && restartSignal(node.shape, secondMoment, before, index);
      passed.push(signal ? { z: signal, a: signal } : undefined);
    } else if (inputs === undefined) {
      const from = node.inputs.find((input) => passed[input] === undefined) as number;
      reasons[index] = `it takes ${nodes[from].name}, which is unknown`;
      passed.push(undefined);
    } else {
      passed.push(forwardStep(node, inputs, index, events, forwardEvents));
    }
  }
}

/** The gradient where it has overflown, and before. */
const OVERFLOWN = 'overflown';

type GradientOrOverflow = Gradient | typeof OVERFLOWN;

interface NodeGradients {
  byZ: GradientOrOverflow;
  byA: GradientOrOverflow;
}

function hasOverflown({ profile }: Gradient): boolean {
  return !(mean(profile) < LARGEST_SECOND_MOMENT);
}

function propagateBackward(run: Run, outputs: readonly number[]): (NodeGradients | undefined)[] {
  const { nodes, events, forwardEvents, backwardEvents, passed } = run;
  const incoming: (GradientOrOverflow | undefined)[][] = nodes.map(() => []);
  for (const output of outputs) {
    const last = passed[output]?.a;
    incoming[output].push(last && cotangent(last, events, forwardEvents));
  }
  const gradients: (NodeGradients | undefined)[] = [];
  for (let index = nodes.length - 1; index >= 0; index--) {
    const node = nodes[index];
    const parts = incoming[index].flatMap((part) => part ?? []);
    const here = passed[index];
    const inputs = run.inputsOf(node);
    let inputGradients: (GradientOrOverflow | undefined)[] = node.inputs.map(() => undefined);
    if (parts.length > 0 && parts.length === incoming[index].length && here !== undefined) {
      const byA = addParts(parts);
      const through = byA === OVERFLOWN ? byA : backwardThroughActivation(byA, node, here, events, forwardEvents);
      const byZ = through === OVERFLOWN || hasOverflown(through) ? OVERFLOWN : through;
      gradients[index] = { byZ, byA };
      if (byZ === OVERFLOWN) inputGradients = node.inputs.map(() => OVERFLOWN);
      else if (inputs !== undefined)
        inputGradients = backwardStep(byZ, node, here, inputs, index, events, backwardEvents);
    }
    // A node that no output depends on has no gradient and adds none.
    if (incoming[index].length > 0)
      for (const [i, from] of node.inputs.entries()) incoming[from].push(inputGradients[i]);
  }
  return gradients;
}

function addParts(parts: readonly GradientOrOverflow[]): GradientOrOverflow {
  const known = parts.filter((part) => part !== OVERFLOWN);
  if (known.length < parts.length) return OVERFLOWN;
  const sum = addGradients(known);
  return hasOverflown(sum) ? OVERFLOWN : sum;
}

/**
 * Variance of a logarithm below which these approximations are meaningless. The signal after a norm
 * has a smaller variance.
 */
const RESOLUTION = 1e-7;

function bandOfSignal(signal: Signal, { events, forwardEvents }: Run): Band {
  const { spread } = signal;
  let own = NO_COVARIANCE;
  if (signal.draws.size > 0) {
    const here = fluctuation(signal);
    own = withRelated(here.own, forwardEvents.related(signal, here), spread);
  }
  const least = signal.draws.size > 0 ? RESOLUTION : 0;
  return band(sizeOf(signal), spread.bias, least + events.variance(spread, signal.shares, own));
}

function bandOfGradient(gradient: GradientOrOverflow, { events, backwardEvents }: Run): Band {
  if (gradient === OVERFLOWN) return { secondMoment: Infinity, median: Infinity, low: Infinity, high: Infinity };
  const { spread } = gradient;
  const own = withRelated(gradientCovariance(gradient), backwardEvents.related(gradient), spread);
  return band(mean(gradient.profile), spread.bias, events.variance(spread, gradientShares(gradient), own));
}

/** Adds to the variance of a draw its covariance with the effects of earlier events. */
function withRelated(own: Covariance, related: ReadonlyMap<number, Covariance>, { response }: Spread): Covariance {
  let { sample, common } = own;
  for (const [event, covariance] of related) {
    sample += 2 * response[event] * covariance.sample;
    common += 2 * response[event] * covariance.common;
  }
  return { sample, common };
}
