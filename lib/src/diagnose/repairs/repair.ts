import type { InitializerDescription } from '../../init/initializer.js';

type Seed = number | bigint;

/**
 * New weights for a layer: an initializer for each weight, keyed by the names that `initWeights`
 * uses.
 */
export interface LayerWeights {
  readonly name: string;
  readonly weights: Readonly<Record<string, InitializerDescription>>;
}

/**
 * A layer whose bias cancels the mean of its inputs, and the axes of its kernel over which each
 * unit sums.
 */
export interface CentredLayer {
  readonly name: string;
  readonly axes: readonly number[];
}

/** Change of the targets before training. */
export type TargetChange =
  | 'standardize'
  | 'divide'
  | 'fromOne'
  | 'toClasses'
  | 'toSigns'
  | 'toUnit'
  | 'divideBySum'
  | 'oneHot';

/**
 * A new output layer in place of the old one, after a hidden layer if `hidden` gives its number of
 * units.
 */
interface RebuildOutput {
  readonly type: 'rebuildOutput';
  readonly layer: string;
  readonly units: number;
  readonly activation: string;
  readonly hidden?: number;
}

/**
 * One step of a repair, as data. `applyRepair` runs the steps that change the model; `writeRepair`
 * writes every step as code.
 */
export type RepairStep =
  | { readonly type: 'initWeights'; readonly layers: readonly LayerWeights[]; readonly seed: Seed }
  | { readonly type: 'centreBias'; readonly layers: readonly CentredLayer[] }
  | { readonly type: 'revive'; readonly seed: Seed }
  | { readonly type: 'setOutputBias'; readonly smoothing: number; readonly task?: 'regression' }
  | { readonly type: 'openForgetGates'; readonly layers: readonly string[] }
  | { readonly type: 'scaleResiduals' }
  | {
      readonly type: 'standardizeInputs';
      readonly layer: string;
      /** Whether all numbers share one mean and one deviation, as pixels do. */
      readonly isShared: boolean;
    }
  | {
      readonly type: 'setLearningRate';
      readonly optimizer: string;
      readonly learningRate: number;
      /** Default 1000. */
      readonly steps?: number;
    }
  | { readonly type: 'trainLonger'; readonly steps: number }
  | { readonly type: 'locateNonFinite' }
  | { readonly type: 'setActivation'; readonly layer: string; readonly activation: string }
  | { readonly type: 'replaceLayer'; readonly layer: string; readonly activation: string }
  | RebuildOutput
  | { readonly type: 'setLoss'; readonly loss: string }
  | { readonly type: 'changeTargets'; readonly change: TargetChange; readonly by?: number }
  | { readonly type: 'countLabels' }
  | { readonly type: 'lookAt'; readonly layer: string }
  | { readonly type: 'leaveOutRows' }
  | { readonly type: 'fillIn' }
  | { readonly type: 'unfreeze'; readonly layers: readonly string[] }
  | { readonly type: 'renewStatistics'; readonly layers: readonly string[]; readonly momentum: number }
  | { readonly type: 'setDropout'; readonly layers: readonly string[]; readonly rate: number }
  | { readonly type: 'removePenalty'; readonly layers: readonly string[] }
  | { readonly type: 'meanLoss' }
  | { readonly type: 'pairTargets' }
  | { readonly type: 'shuffle' };

export type StepOf<T extends RepairStep['type']> = Extract<RepairStep, { type: T }>;
