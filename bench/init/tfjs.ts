import { initializers } from '@tensorflow/tfjs-layers';
import { useBackend } from 'initlab';
import type { Contestant } from '../support/compare.js';
import { MILLIONS, type RowKey, timedContestant } from './contestants.js';

type Shaped = ReturnType<typeof initializers.orthogonal>;

/** Makes the contestant of tfjs: its own initializers, on the faster of its own backends. */
export async function tfjs(): Promise<Contestant<RowKey>> {
  await useBackend('wasm');
  const rows: Record<RowKey, () => void> = {
    uniform: drawOnce(initializers.randomUniform({ minval: 0, maxval: 1 }), [MILLIONS]),
    normal: drawOnce(initializers.randomNormal({ mean: 0, stddev: 1 }), [MILLIONS]),
    truncatedNormal: drawOnce(initializers.truncatedNormal({ mean: 0, stddev: 1 }), [MILLIONS]),
    heNormal: drawOnce(initializers.heNormal({}), [512, 512]),
    orthogonal256: drawOnce(initializers.orthogonal({}), [256, 256]),
    orthogonal512: drawOnce(initializers.orthogonal({}), [512, 512]),
  };
  return timedContestant('tfjs, wasm', rows);
}

function drawOnce(initializer: Shaped, shape: number[]): () => void {
  return () => {
    const { warn } = console;
    console.warn = () => {};
    const tensor = initializer.apply(shape);
    console.warn = warn;
    tensor.dataSync();
    tensor.dispose();
  };
}
