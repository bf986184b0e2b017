import { sharpAttention } from './attention/sharpAttention.js';
import type { Check } from './check.js';
import { dataOrder } from './data/dataOrder.js';
import { inputScale } from './data/inputScale.js';
import { nonFiniteData } from './data/nonFiniteData.js';
import { initialLoss } from './loss/initialLoss.js';
import { constantOutput } from './output/constantOutput.js';
import { linearNetwork } from './output/linearNetwork.js';
import { lossFunction } from './output/lossFunction.js';
import { lossMismatch } from './output/lossMismatch.js';
import { outputRange } from './output/outputRange.js';
import { targetLabels } from './output/targetLabels.js';
import { learningRate } from './rate/learningRate.js';
import { rateSign } from './rate/rateSign.js';
import { targetScale } from './rate/targetScale.js';
import { tooFewSteps } from './rate/tooFewSteps.js';
import { explodingSteps } from './recurrent/explodingSteps.js';
import { forgetGates } from './recurrent/forgetGates.js';
import { gruGates } from './recurrent/gruGates.js';
import { shortMemory } from './recurrent/shortMemory.js';
import { dropout } from './regularization/dropout.js';
import { penalty } from './regularization/penalty.js';
import { hiddenByNormalization } from './remarks/hiddenByNormalization.js';
import { weightScale } from './scale/weightScale.js';
import { batchStatistics } from './signal/batchStatistics.js';
import { correlationCollapse } from './signal/correlationCollapse.js';
import { deadOutput } from './signal/deadOutput.js';
import { gradientRatio } from './signal/gradientRatio.js';
import { nonFinite } from './signal/nonFinite.js';
import { residualGrowth } from './signal/residualGrowth.js';
import { stuckUnits } from './signal/stuckUnits.js';
import { deadLayers } from './structure/deadLayers.js';
import { frozenLayers } from './structure/frozenLayers.js';
import { hiddenSoftmax } from './structure/hiddenSoftmax.js';
import { nonFiniteWeights } from './structure/nonFiniteWeights.js';
import { symmetricWeights } from './structure/symmetricWeights.js';
import { weightMean } from './structure/weightMean.js';
import { zeroWeights } from './structure/zeroWeights.js';

/**
 * All checks. Their order in this list only decides the order of faults that are independent of
 * each other.
 */
export const checks: readonly Check[] = [
  nonFiniteData,
  dataOrder,
  inputScale,
  targetLabels,
  targetScale,
  constantOutput,
  lossMismatch,
  lossFunction,
  outputRange,
  penalty,
  linearNetwork,
  frozenLayers,
  hiddenSoftmax,
  nonFiniteWeights,
  zeroWeights,
  symmetricWeights,
  deadLayers,
  weightMean,
  weightScale,
  explodingSteps,
  shortMemory,
  nonFinite,
  batchStatistics,
  residualGrowth,
  sharpAttention,
  forgetGates,
  gruGates,
  stuckUnits,
  deadOutput,
  gradientRatio,
  correlationCollapse,
  initialLoss,
  dropout,
  rateSign,
  tooFewSteps,
  learningRate,
  hiddenByNormalization,
];
