import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { TensorValues } from '../../network/data.js';
import { type ModelView, viewModel } from '../../network/view/modelView.js';
import { random } from '../../random/random.js';
import type { TraceOptions } from '../../signal/trace/options.js';
import type { ModelTrace } from '../../signal/trace/result.js';
import { trace } from '../../signal/trace/trace.js';
import type { ExaminedMatrix } from '../matrices/examinedMatrix.js';
import { examineMatrices } from '../matrices/examineMatrices.js';
import { chooseSamples, type Samples } from './samples.js';

/** What is given beside the model. */
export interface ExamineOptions extends Pick<TraceOptions, 'loss' | 'optimizer' | 'learningRate'> {
  x: TensorValues;
  y: TensorValues;
  samples: number;
  steps: number;
  seed: number | bigint;
}

/** All that the findings are made from. */
export interface Examination extends Samples {
  model: LayersModel;
  view: ModelView;
  /** Whether batch normalization takes the statistics of the batch, as when the model is trained. */
  training: boolean;
  trace: ModelTrace;
  matrices: ExaminedMatrix[];
  /** What the loss is taken by, and how the first steps would be made: those of the options that are given. */
  learning: Pick<TraceOptions, 'loss' | 'optimizer' | 'learningRate'>;
  steps: number;
  seed: number | bigint;
}

/** Measures a model on some of the samples. */
export function examine(model: LayersModel, { x, y, samples, steps, seed, ...options }: ExamineOptions): Examination {
  const view = viewModel(model);
  const training = view.calls.some(({ layer }) => layer.getClassName() === 'BatchNormalization');
  const learning = given(options);
  const chosen = chooseSamples(model, view.calls, x, y, samples, random(seed).split(3));
  const measured = trace(model, { x: chosen.x, y: chosen.y }, { ...learning, seed, training });
  return {
    ...chosen,
    model,
    view,
    training,
    trace: measured,
    matrices: examineMatrices(view, measured),
    learning,
    steps,
    seed,
  };
}

function given({ loss, optimizer, learningRate }: TraceOptions): Examination['learning'] {
  return {
    ...(loss !== undefined && { loss }),
    ...(optimizer !== undefined && { optimizer }),
    ...(learningRate !== undefined && { learningRate }),
  };
}
