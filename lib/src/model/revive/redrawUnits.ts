import type { Variable } from '@tensorflow/tfjs-core';
import type { LayerVariable } from '@tensorflow/tfjs-layers';
import type { Initializer } from '../../init/initializer.js';
import { matrixKind, unitMatrix } from '../../network/view/layerFacts.js';
import type { ModelLayer } from '../../network/view/modelView.js';
import type { Random } from '../../random/random.js';
import { draw } from '../weights/draw.js';
import { assignValues, writeValues } from '../weights/variables.js';

/**
 * Lists the names of the weights that are divided among the units: each unit has a column of the
 * matrix and a bias.
 */
export function unitWeights(layer: ModelLayer): string[] {
  return [unitMatrix(layer) ?? 'kernel', 'bias'].filter((name) => layer.weights[name] !== undefined);
}

/**
 * Draws the weights of the chosen units again. The weights of all other units keep every bit, even
 * if the layer has a constraint.
 */
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
    const unit = unitIndexer(layer, name);
    const isChosen = (place: number): boolean => units[unit(place)];
    const before = readValues(variable).slice();
    const drawn = draw(layer, name, initializer, stream.split(i));
    writeValues(variable, mergeValues(before, drawn, isChosen));
    if (variable.constraint) assignValues(variable, mergeValues(before, readValues(variable), isChosen));
  }
}

function mergeValues(kept: Float32Array, taken: Float32Array, takes: (place: number) => boolean): Float32Array {
  return kept.map((value, place) => (takes(place) ? taken[place] : value));
}

/** Maps a position in a weight to the unit that owns it. */
function unitIndexer(layer: ModelLayer, name: string): (place: number) => number {
  const shape = layer.weights[name].shape as number[];
  const units = matrixKind(layer, name)?.units ?? 'last';
  const [behind, last] = [shape.at(-2) ?? 1, shape[shape.length - 1]];
  if (units === 'secondLast') return (place) => Math.floor(place / last) % behind;
  const count = units === 'lastTwo' ? behind * last : last;
  return (place) => place % count;
}

export function readValues(variable: LayerVariable): Float32Array {
  return (variable.read() as Variable).dataSync<'float32'>();
}
