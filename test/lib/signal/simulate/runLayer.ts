import { build } from '../../../../lib/src/network/spec/build.js';
import type { LayerSpec } from '../../../../lib/src/network/spec/layerSpec.js';
import { random } from '../../../../lib/src/random/random.js';
import { Arena } from '../../../../lib/src/signal/simulate/arena/arena.js';
import { makeReady } from '../../../../lib/src/signal/simulate/layers/makeReady.js';

/** A single layer without its activation. */
export interface LoneLayer {
  /** Shape of the output, with the batch. */
  shape: number[];
  /** Computes the output for an input, row-major. */
  forward(x: Float32Array): Float32Array;
  /** Computes the gradient of ⟨v, output⟩ with respect to the input of the last forward pass. */
  backward(v: Float32Array): Float32Array;
}

/** Makes a layer whose weights and masks come from stream 1 of seed 5. */
export function loneLayer(spec: LayerSpec, inputShape: number[], batch: number): LoneLayer {
  const [input, node] = build([spec], inputShape);
  const arena = new Arena();
  const count = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, batch);
  const x = arena.allocate(count(input.shape));
  const z = arena.allocate(count(node.shape));
  const ready = makeReady(node, { arena, batch, hasBackward: true }, [x], z);
  const gradient = arena.allocate(z.length);
  const into = arena.allocate(x.length);
  const back = ready.backward(gradient, [into]);
  arena.close();
  return {
    shape: [batch, ...node.shape],
    forward(values) {
      x.data.set(values);
      ready.forward(random(5).split(1));
      return z.data.slice();
    },
    backward(v) {
      // Memory that is not written must not show.
      into.data.fill(Number.NaN);
      gradient.data.set(v);
      back();
      return into.data.slice();
    },
  };
}

/** Runs a forward and a backward pass of normal numbers through a layer. */
export function bothPasses(spec: LayerSpec, inputShape: number[], batch: number) {
  const layer = loneLayer(spec, inputShape, batch);
  const x = random(1).normal(new Float32Array(inputShape.reduce((product, size) => product * size, batch)));
  const z = layer.forward(x);
  const v = random(2).normal(new Float32Array(z.length));
  return { layer, x, z, v, gradient: layer.backward(v) };
}
