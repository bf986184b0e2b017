import type { Histogram } from 'initlab/plot';

/** The part of a trace of two layers that the figures draw. */

const hill = (low: number, density: number[]): { histogram: Histogram } => ({
  histogram: { centers: density.map((_, i) => low + i + 0.5), density, width: 1 },
});

export const traced = {
  layers: [
    {
      name: 'x',
      inputs: [],
      activation: hill(-2, [0.1, 0.4, 0.4, 0.1]),
      gradient: { secondMoment: 0.02 },
      lossGradient: { secondMoment: 1e-6 },
      weights: [],
    },
    {
      name: 'hidden',
      inputs: ['x'],
      activationFunction: 'relu',
      activation: hill(0, [0.75, 0.25]),
      preActivation: hill(-2, [0.25, 0.25, 0.25, 0.25]),
      gradient: { secondMoment: 0.5 },
      lossGradient: { secondMoment: 1e-5 },
      deadFraction: 0.125,
      offSamples: Float64Array.of(0.25, 0.75, 0.5),
      weights: [
        { matrix: {}, gradientSecondMoment: 3, lossGradientSecondMoment: 1e-3 },
        { gradientSecondMoment: 4, lossGradientSecondMoment: 1e-2 },
      ],
    },
    {
      name: 'flat',
      inputs: ['hidden'],
      activation: hill(0, [0.75, 0.25]),
      gradient: { secondMoment: 0.5 },
      lossGradient: { secondMoment: 0 },
      weights: [],
    },
    {
      name: 'out',
      inputs: ['flat'],
      activationFunction: 'sigmoid',
      activation: hill(0, [1]),
      preActivation: {},
      gradient: { secondMoment: 1 },
      lossGradient: { secondMoment: 1e-4 },
      deadFraction: 0,
      offSamples: Float64Array.of(0, 0, 0),
      saturatedFraction: 0.5,
      weights: [{ matrix: {}, gradientSecondMoment: 5, lossGradientSecondMoment: 2e-3 }],
    },
  ],
};

/** The same trace without the gradients of a loss, as for data without targets. */
export const withoutLoss = {
  layers: traced.layers.map(({ lossGradient, weights, ...layer }) => ({
    ...layer,
    weights: weights.map(({ lossGradientSecondMoment, ...weight }) => weight),
  })),
};
