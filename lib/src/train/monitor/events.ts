import { median } from '../../foundation/statistics.js';
import type { MonitoredLayer, MonitorReport } from './report.js';

/** Something remarkable that happened during training. */
export interface TrainingEvent {
  /** Kind of event. */
  kind: 'nonFinite' | 'deadUnits' | 'saturation' | 'lossJump' | 'noGradient' | 'updates' | 'blind';
  /** The step at which it happened, or at which it was first seen; 0 for the start. */
  step: number;
  /** Name of the layer, if the event belongs to one. */
  layer?: string;
  /** Description of the event, in a sentence. */
  message: string;
}

/** Units of one layer that died between two states of the weights. */
export interface Deaths {
  layer: string;
  units: number;
  /** Numbers of dead units before and after. */
  before: number;
  after: number;
  /** The last step before which fewer units were dead, and the first by which they had died. */
  lastAlive: number;
  step: number;
  /** ‖Δw‖/‖w‖ of the layer at that step, if the step is known exactly. */
  updateRatio?: number;
}

/** Smallest share of a layer's units whose death at one step is an event. */
export const SUDDEN_SHARE = 0.25;

/** Smallest share of a layer's units whose death over many steps is an event. */
export const GRADUAL_SHARE = 0.5;

/** Fewest units whose death is an event. */
const MIN_UNITS = 2;

/** Factor by which the loss of a batch exceeds the recent ones if it jumps. */
const JUMP_FACTOR = 3;

/** Smallest jump, relative to the loss before training: noise near a loss of 0 is not an event. */
const MIN_JUMP = 0.5;

/** Number of recent batches with which a batch is compared. */
const RECENT_STEPS = 20;

/** Fewest recent batches for a comparison. */
const MIN_RECENT_STEPS = 3;

/** A jump of the loss of the batches. */
export interface LossJump {
  step: number;
  /** Median loss of the batches before it. */
  before: number;
  after: number;
}

/** Checks whether the loss of this step's batch is far above those of the batches before it. */
export function lossJump(batchLosses: readonly number[], step: number, scale: number): LossJump | undefined {
  const recent = batchLosses.slice(Math.max(0, step - 1 - RECENT_STEPS), step - 1).filter(Number.isFinite);
  if (recent.length < MIN_RECENT_STEPS) return undefined;
  const after = batchLosses[step - 1];
  const before = median(recent);
  const isJump = Number.isFinite(after) && after > JUMP_FACTOR * before && after - before > MIN_JUMP * scale;
  return isJump ? { step, before, after } : undefined;
}

/**
 * Finds the largest jump of the loss from one step to another, if there is one. Of jumps at steps
 * in a row it is the first, which is nearest to the cause.
 */
export function largestJump(
  batchLosses: readonly number[],
  scale: number,
  from: number = 1,
  to: number = batchLosses.length,
): LossJump | undefined {
  let largest: LossJump | undefined;
  for (let step = Math.max(1, from); step <= Math.min(to, batchLosses.length); step++) {
    const jump = lossJump(batchLosses, step, scale);
    if (jump && (largest === undefined || jump.after / jump.before > largest.after / largest.before)) largest = jump;
  }
  while (largest !== undefined && largest.step > from) {
    const earlier = lossJump(batchLosses, largest.step - 1, scale);
    if (earlier === undefined) break;
    largest = earlier;
  }
  return largest;
}

/** Lists the layers in which at least a share of the units died between two reports. */
export function deathsBetween(before: MonitorReport, after: MonitorReport, share: number): Deaths[] {
  const known = new Map(before.layers.map((layer) => [layer.name, layer]));
  return after.layers.flatMap(({ name, units = 0, deadUnits = 0 }) => {
    const old = known.get(name)?.deadUnits ?? 0;
    if (!areMany(deadUnits - old, units, share)) return [];
    return [{ layer: name, units, before: old, after: deadUnits, lastAlive: before.step, step: after.step }];
  });
}

/** Checks whether the number of units that died is at least a share of all. */
export function areMany(died: number, units: number, share: number): boolean {
  return died >= Math.max(MIN_UNITS, share * units);
}

/** Finds the row of a layer. */
export function rowOf({ layers }: MonitorReport, name: string): MonitoredLayer | undefined {
  return layers.find((layer) => layer.name === name);
}
