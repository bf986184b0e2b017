import type { Variable } from '@tensorflow/tfjs-core';
import type { LayerVariable } from '@tensorflow/tfjs-layers';
import type { Initializer } from '../../init/initializer.js';
import { matrixKind, unitMatrix } from '../../network/view/layerFacts.js';
import type { ModelLayer } from '../../network/view/modelView.js';
import type { Random } from '../../random/random.js';
import { draw } from '../weights/draw.js';
import { assignValues, writeValues } from '../weights/variables.js';

/** The weights that belong to a unit each: its column of the matrix, and its bias. */
export function unitWeights(layer: ModelLayer): string[] {
  return [unitMatrix(layer) ?? 'kernel', 'bias'].filter((name) => layer.weights[name] !== undefined);
}

/** Draws the weights of the chosen units; those of all others keep every bit, whatever a constraint does. */
export function redrawUnits(
  layer: ModelLayer,
  units: readonly boolean[],
  initializers: Readonly<Record<string, Initializer | undefined>>,
  stream: Random,
): void {
  for (const [i, name] of unitWeights(layer).entries()) {
    const initializer = initializers[name];
    if (initializer === undefined) continue;
    const variable = layer.weights[name];
    const unit = unitAt(layer, name);
    const isChosen = (place: number): boolean => units[unit(place)];
    const before = valuesOf(variable).slice();
    const drawn = draw(layer, name, initializer, stream.split(i));
    writeValues(variable, mixed(before, drawn, isChosen));
    if (variable.constraint) assignValues(variable, mixed(before, valuesOf(variable), isChosen));
  }
}

function mixed(kept: Float32Array, taken: Float32Array, takes: (place: number) => boolean): Float32Array {
  return kept.map((value, place) => (takes(place) ? taken[place] : value));
}

/** Which unit a place in a weight belongs to. */
function unitAt(layer: ModelLayer, name: string): (place: number) => number {
  const shape = layer.weights[name].shape as number[];
  const units = matrixKind(layer, name)?.units ?? 'last';
  const [behind, last] = [shape.at(-2) ?? 1, shape[shape.length - 1]];
  if (units === 'secondLast') return (place) => Math.floor(place / last) % behind;
  const count = units === 'lastTwo' ? behind * last : last;
  return (place) => place % count;
}

export function valuesOf(variable: LayerVariable): Float32Array {
  return (variable.read() as Variable).dataSync<'float32'>();
}
