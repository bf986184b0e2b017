/**
 * Measurements of a monitor after some updates, as plain data: `JSON.stringify` keeps all of it. A
 * number that is NaN or infinite is null.
 */
export interface MonitorReport {
  /** Number of updates made so far; 0 before the first. */
  step: number;
  /** Loss of the batch of this step, before its update. Absent at step 0. */
  batchLoss?: number | null;
  /** Loss on the fixed sample, without the penalties of regularizers. */
  loss: number | null;
  /**
   * Loss on the sample of the best guess that ignores the inputs, such as the entropy of the
   * labels. Absent if it is not known for the loss.
   */
  blindLoss?: number;
  /** Learning rate of this step, if the optimizer reports one. */
  learningRate?: number;
  /** One row for each layer with trainable weights or with an activation function. */
  layers: MonitoredLayer[];
  /** Place where the first NaN or infinity appeared. Absent while all numbers are finite. */
  nonFinite?: MonitoredNonFinite;
}

/** One layer in a {@link MonitorReport}. Quantities that a layer lacks are absent. */
export interface MonitoredLayer {
  /** The name that `trace` gives to this call of the layer. */
  name: string;
  /**
   * Size of the step's update relative to the weights, ‖Δw‖/‖w‖, over all trainable weights of the
   * layer together. Null if the weights are 0. Absent at step 0.
   */
  updateRatio?: number | null;
  /** Root mean square of the gradient of the sample's loss with respect to these weights. */
  gradient?: number | null;
  /**
   * Number of units whose activation function is measured. Absent for outputs that are
   * probabilities, which are near 0 or 1 if the model is sure.
   */
  units?: number;
  /** Number of units that pass no gradient at any position in any row of the sample. */
  deadUnits?: number;
  /**
   * Share of the outputs within .03 of an end of their range, such as |tanh z| > .97. Only for
   * bounded activation functions.
   */
  saturatedShare?: number;
}

/** Place where the first NaN or infinity appeared during training. */
export interface MonitoredNonFinite {
  /** The step whose update or batch first had it; 0 if it was there before the first step. */
  step: number;
  /** Kind: a layer's output, the loss, a gradient with respect to a weight, or a weight. */
  quantity: 'output' | 'loss' | 'gradient' | 'weight';
  /** Name of the layer; absent for the loss. */
  layer?: string;
  /** Name of the weight, for a gradient or a weight. */
  weight?: string;
  /** 'NaN', 'Infinity' or '-Infinity'. */
  value: string;
  /** Factor by which the layer's gradient on the sample grew over the last finite steps. */
  gradientGrowth?: { factor: number; steps: number };
}

/** Replaces a number that JSON cannot hold by null. */
export function jsonNumber(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
