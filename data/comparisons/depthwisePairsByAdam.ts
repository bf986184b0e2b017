import type { CompareOptions } from 'initlab/tasks';

export { starts } from './depthwisePairs.js';

export const options: CompareOptions = { steps: 120, optimizer: 'adam', learningRate: 0.003 };
