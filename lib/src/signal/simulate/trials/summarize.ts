import { mean } from '../../../foundation/statistics.js';
import type { Graph } from '../../../network/spec/graph.js';
import type { LayerStatistics, MeasuredMoments, MeasuredSignal } from '../simulation.js';
import { column, PLACES } from './record.js';

/** Averages the records of all trials, always in the order of the trials. */
export function summarize(graph: Graph, records: Float64Array, backward: boolean): LayerStatistics[] {
  return graph.map(({ name, shape, activation: { range } }, layer) => {
    const of = (place: number): Float64Array => column(records, graph.length, layer, place);
    const moments = (place: number): MeasuredMoments => {
      const trials = of(place + 2);
      return { mean: mean(of(place)), variance: mean(of(place + 1)), secondMoment: mean(trials), trials };
    };
    const signal = (place: number): MeasuredSignal => ({ ...moments(place), correlation: mean(of(place + 3)) });
    const deadFractions = of(PLACES.deadFraction);
    return {
      layer,
      name,
      shape: [...shape],
      width: shape[shape.length - 1],
      preActivation: signal(PLACES.preActivation),
      activation: signal(PLACES.activation),
      ...(backward && { gradient: moments(PLACES.gradient) }),
      deadFraction: mean(deadFractions),
      deadFractions,
      ...(range && { saturatedFraction: mean(of(PLACES.saturatedFraction)) }),
    };
  });
}
