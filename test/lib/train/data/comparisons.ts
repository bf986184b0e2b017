import type { CompareOptions, Start } from 'initlab/tasks';
import * as deepRelu from '../../../../data/comparisons/deepRelu.js';
import * as depthwisePairs from '../../../../data/comparisons/depthwisePairs.js';
import * as depthwisePairsByAdam from '../../../../data/comparisons/depthwisePairsByAdam.js';
import * as edgeOfChaos from '../../../../data/comparisons/edgeOfChaos.js';
import * as rescue from '../../../../data/comparisons/rescue.js';
import * as rescueByAdam from '../../../../data/comparisons/rescueByAdam.js';
import * as transformers from '../../../../data/comparisons/transformers.js';
import * as uniformWeights from '../../../../data/comparisons/uniformWeights.js';

/** The stored comparisons by name: what their scripts train. */
export const COMPARISONS: Record<string, { starts: Record<string, Start>; options: CompareOptions }> = {
  transformers,
  rescue,
  rescueByAdam,
  edgeOfChaos,
  uniformWeights,
  deepRelu,
  depthwisePairs,
  depthwisePairsByAdam,
};
