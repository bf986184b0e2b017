import { input, type LayersModel, layers, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';

interface Options {
  blocks: number;
  width: number;
  /** Whether the last layer of each branch has a bias. Default true. */
  lastBias?: boolean;
}

/**
 * Builds residual blocks of two layers without normalization, and an output. The layers of the
 * first block are called `inner0` and `last0`.
 */
export function residualNet({ blocks, width, lastBias = true }: Options): LayersModel {
  const x = input({ shape: [width] });
  let stream = x;
  for (let block = 0; block < blocks; block++) {
    const inner = layers.dense({ units: width, activation: 'relu', name: `inner${block}` }).apply(stream);
    const last = layers.dense({ units: width, useBias: lastBias, name: `last${block}` }).apply(inner) as SymbolicTensor;
    stream = layers.add({ name: `sum${block}` }).apply([stream, last]) as SymbolicTensor;
  }
  return model({ inputs: x, outputs: layers.dense({ units: 4, name: 'output' }).apply(stream) as SymbolicTensor });
}
