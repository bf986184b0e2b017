import type { CompareOptions, Start } from 'initlab/tasks';
import * as transformers from '../../../../data/comparisons/transformers.js';

/** The stored comparisons by name: what their scripts train. */
export const COMPARISONS: Record<string, { starts: Record<string, Start>; options: CompareOptions }> = {
  transformers,
};
