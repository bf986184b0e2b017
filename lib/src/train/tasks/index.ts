export { type Complex, eigenvalues } from '../../signal/eigenvalues.js';
export {
  type ComparedRun,
  type ComparedTask,
  type CompareOptions,
  type Comparison,
  compare,
  type Start,
} from '../compare.js';
export type { CsvColumn } from '../data/csvColumns.js';
export { DataError, type DataErrorCode } from '../data/dataError.js';
export { loadAlice } from '../data/loadAlice.js';
export { loadComparison, type StoredRun } from '../data/loadComparison.js';
export { type CsvDataset, type CsvOptions, type CsvTable, loadCsv } from '../data/loadCsv.js';
export { loadIdx } from '../data/loadIdx.js';
export { type ImageSet, loadMnist, type Mnist } from '../data/loadMnist.js';
export { loadSweep, type StoredPoint } from '../data/loadSweep.js';
export { type BrokenName, brokenNetworks } from '../exercises/brokenNetworks.js';
export { type Checked, check } from '../exercises/check.js';
export { type AddingProblemOptions, addingProblem } from './addingProblem.js';
export { type DecisionGridOptions, decisionGrid } from './decisionGrid.js';
export type { HiddenActivation } from './hiddenActivation.js';
export { mnistCnn } from './mnistCnn.js';
export { type MnistOptions, mnistMlp } from './mnistMlp.js';
export { sinFit } from './sinFit.js';
export type { NetOptions, Task } from './task.js';
export { type TextTask, type TinyTransformerOptions, tinyTransformer } from './tinyTransformer.js';
export { type TwoMoonsOptions, twoMoons } from './twoMoons.js';
