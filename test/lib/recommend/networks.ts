import { input, type LayersModel, layers, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';

interface Options {
  blocks: number;
  width: number;
  /** Whether the last layer of a branch has a bias; default true. */
  lastBias?: boolean;
}

/**
 * A net of residual blocks of two layers without normalization, `inner0` and `last0` first, and an
 * output.
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
