import type { LayerActivation } from '../../network/layerKinds/activations.js';
import type { Interval } from '../../network/layerKinds/ranges.js';
import type { OutputLoss } from '../../network/losses.js';
import { type LossReading, readLoss } from '../../network/lossFacts.js';
import type { ModelView } from '../../network/view/modelView.js';
import { outputRange } from '../../network/view/outputRange.js';
import type { Sampled, Samples } from './samples.js';
import type { Scan } from './scan.js';

/** One output of a model with its loss and its targets. */
export interface ExaminedOutput {
  /** Index of the call that gives the output. */
  call: number;
  /** Index of the call that applies its activation. */
  maker: number;
  activation: LayerActivation | undefined;
  /** Size of its last axis. */
  units: number;
  /** Whether it has several positions, each with its own targets: steps or pixels. */
  hasPositions: boolean;
  /** The values that it can take, whatever the weights are; absent if this is unknown. */
  range?: Interval;
  /** Half the width of its values where layers with free weights give values from −1 to 1. */
  spread: number;
  loss: LossReading;
  /** The targets of the samples that are measured. */
  y: Sampled;
  /** The targets of all samples. */
  targets: Scan;
  /** Whether the targets have a number for each unit; otherwise they are the numbers of classes. */
  hasRows: boolean;
}

/** Matches each output of a model with its loss and its targets. */
export function examineOutputs(
  view: ModelView,
  { y, all }: Pick<Samples, 'y' | 'all'>,
  losses: readonly OutputLoss[],
): ExaminedOutput[] {
  return view.outputs.map(({ call, maker, activation, isProbability }, i) => {
    const { shape } = view.model.outputs[i];
    const units = shape[shape.length - 1] ?? y[i].shape[y[i].shape.length - 1];
    const range = outputRange(view.calls, call);
    const [low, high] = outputRange(view.calls, call, [-1, 1]) ?? [-1, 1];
    return {
      call,
      maker,
      activation,
      units,
      hasPositions: shape.length > 2,
      ...(range && { range }),
      spread: (high - low) / 2,
      loss: readLoss(losses[i], isProbability, { target: y[i].shape, output: shape }),
      y: y[i],
      targets: all.y[i],
      hasRows: y[i].shape.length === shape.length && y[i].shape[shape.length - 1] === units,
    };
  });
}
