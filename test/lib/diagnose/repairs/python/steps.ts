import {
  heNormal,
  heUniform,
  type Initializer,
  type InitializerDescription,
  lecunNormal,
  orthogonal,
  zeros,
} from 'initlab';
import type { RepairStep } from '../../../../../lib/src/diagnose/repairs/repair.js';

export function described(initializer: Initializer): InitializerDescription {
  return initializer.description as InitializerDescription;
}

const kernelAndBias = { kernel: described(heNormal()), bias: described(zeros()) };

/** A repair step of each type, for a model with the layers that it names. */
export const STEPS: { [T in RepairStep['type']]: Extract<RepairStep, { type: T }> } = {
  initWeights: {
    type: 'initWeights',
    seed: 0,
    layers: [
      { name: 'blocks.0.fc', weights: kernelAndBias },
      { name: 'blocks.1.fc', weights: kernelAndBias },
      { name: 'head', weights: { kernel: described(lecunNormal({ gain: 3 })) } },
      { name: 'up', weights: { kernel: described(heUniform({ layer: 'convTranspose' })) } },
      {
        name: 'memory.LSTM',
        weights: { kernel: described(lecunNormal()), recurrent: described(orthogonal()), bias: described(zeros()) },
      },
    ],
  },
  centreBias: { type: 'centreBias', layers: [{ name: 'head', axes: [0] }] },
  revive: { type: 'revive', seed: 0 },
  setOutputBias: { type: 'setOutputBias', smoothing: 1 },
  openForgetGates: { type: 'openForgetGates', layers: ['memory.LSTM'] },
  scaleResiduals: { type: 'scaleResiduals' },
  standardizeInputs: { type: 'standardizeInputs', layer: 'x', isShared: false },
  setLearningRate: { type: 'setLearningRate', optimizer: 'momentum', learningRate: 0.01 },
  trainLonger: { type: 'trainLonger', steps: 3000 },
  locateNonFinite: { type: 'locateNonFinite' },
  setActivation: { type: 'setActivation', layer: 'head', activation: 'linear' },
  replaceLayer: { type: 'replaceLayer', layer: 'head', activation: 'relu' },
  rebuildOutput: { type: 'rebuildOutput', layer: 'head', units: 3, activation: 'softmax', hidden: 8 },
  setLoss: { type: 'setLoss', loss: 'categoricalCrossentropy' },
  changeTargets: { type: 'changeTargets', change: 'standardize' },
  countLabels: { type: 'countLabels' },
  lookAt: { type: 'lookAt', layer: 'head' },
  leaveOutRows: { type: 'leaveOutRows' },
  fillIn: { type: 'fillIn' },
  unfreeze: { type: 'unfreeze', layers: ['head'] },
  renewStatistics: { type: 'renewStatistics', layers: ['norm'], momentum: 0.9 },
  setDropout: { type: 'setDropout', layers: ['drop'], rate: 0.1 },
  removePenalty: { type: 'removePenalty', layers: ['head'] },
  meanLoss: { type: 'meanLoss' },
  pairTargets: { type: 'pairTargets' },
  shuffle: { type: 'shuffle' },
};
