import * as tfl from '@tensorflow/tfjs-layers';
import { random } from '../../lib/src/random/random.js';
import { withSeededMath } from '../../lib/src/random/seededMath.js';

/**
 * Builds a chain of layers. The initializers of tfjs draw from a stream with this seed. Networks
 * can therefore use the defaults of tfjs, as its users do, and still have the same weights in every
 * run.
 */
export function chain(seed: number, ...layers: tfl.layers.Layer[]): tfl.Sequential {
  return seeded(seed, () => tfl.sequential({ layers }));
}

/** Runs work that draws weights from the initializers of tfjs, repeatably. */
export function seeded<T>(seed: number, work: () => T): T {
  return withSeededMath(random(seed), work);
}

/** Draws kernels and biases from U(±1/√fanIn), as PyTorch does by default. */
export function asInPyTorch(inputs: number) {
  const bound = 1 / Math.sqrt(inputs);
  return {
    kernelInitializer: tfl.initializers.randomUniform({ minval: -bound, maxval: bound }),
    biasInitializer: tfl.initializers.randomUniform({ minval: -bound, maxval: bound }),
  };
}

/** Draws weights from U(±0.05), which old versions of Keras call "uniform". */
export function uniformInit() {
  return { kernelInitializer: tfl.initializers.randomUniform({ minval: -0.05, maxval: 0.05 }) };
}

/** Draws weights from a normal distribution of mean 0. */
export function normalInit(stddev: number) {
  return { kernelInitializer: tfl.initializers.randomNormal({ mean: 0, stddev }) };
}
