import type { CompareOptions, Start } from 'initlab/tasks';
import * as deepRelu from '../../../../data/comparisons/deepRelu.js';
import * as depthwisePairs from '../../../../data/comparisons/depthwisePairs.js';
import * as depthwisePairsByAdam from '../../../../data/comparisons/depthwisePairsByAdam.js';
import * as learningRates from '../../../../data/comparisons/learningRates.js';
import * as rescue from '../../../../data/comparisons/rescue.js';
import * as rescueByAdam from '../../../../data/comparisons/rescueByAdam.js';
import * as transformers from '../../../../data/comparisons/transformers.js';
import * as uniformWeights from '../../../../data/comparisons/uniformWeights.js';

/** Starts of a comparison, and how its script trains them. */
interface Script {
  starts: Record<string, Start>;
  options: CompareOptions;
  /** Options of one start, if they differ from start to start. */
  optionsOf?: (start: string) => Partial<CompareOptions>;
}

/** The stored comparisons by name. */
export const COMPARISONS: Record<string, Script> = {
  transformers,
  rescue,
  rescueByAdam,
  learningRates,
  uniformWeights,
  deepRelu,
  depthwisePairs,
  depthwisePairsByAdam,
};
