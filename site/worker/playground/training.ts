import { type Tensor, tensor2d } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { evaluate, trace, train, useBackend } from 'initlab';
import { decisionGrid } from 'initlab/tasks';
import type { Settings } from '../../src/playground/settings.js';
import type { Picture, Trained } from './messages.js';
import { modelOf } from './model.js';
import { firstRows, type LearningTask, type Rows, taskOf } from './tasks.js';

const STEPS = 300;

/** Number of steps between two pictures of what the net has learned. */
const STEPS_BETWEEN_PICTURES = 20;

const GRID_STEPS = 40;

/** Number of examples by which dead units are found while the net learns. */
const EXAMPLES_FOR_DEAD = 200;

/** Trains the net on the task of the settings, and posts how far it has come. */
export async function trainNet(settings: Settings, post: (state: Trained) => void): Promise<void> {
  await useBackend('wasm');
  const task = taskOf(settings);
  const model = modelOf(settings, task.inputs, task.outputs);
  const loss: number[] = [];
  const dead: Trained['dead'] = { steps: [], shares: [] };
  const look = firstRows(task.test, EXAMPLES_FOR_DEAD);
  const state = (): Trained => {
    dead.steps.push(loss.length);
    dead.shares.push(shareOfDead(model, look));
    return {
      kind: 'trained',
      step: loss.length,
      loss,
      baseline: task.baseline,
      dead,
      picture: draw(settings, task, model),
    };
  };
  post(state());
  const { end } = await train(model, task.train, {
    steps: STEPS,
    optimizer: 'sgd',
    learningRate: Number(settings.rate),
    seed: settings.seed,
    progress: false,
    onStep(values) {
      loss.push(values.loss);
      if (values.step % STEPS_BETWEEN_PICTURES === 0 && values.step < STEPS) post(state());
    },
  });
  const isDiverged = end === 'diverged';
  const result = isDiverged ? { loss: Number.NaN } : evaluate(model, task.test);
  post({
    ...state(),
    end: { isDiverged, testLoss: result.loss, ...('accuracy' in result && { accuracy: result.accuracy }) },
  });
}

/** Measures the share of the hidden units that are off for all of some examples. */
function shareOfDead(model: LayersModel, { x }: Rows): number {
  const { layers } = trace(model, { x }, { backward: false });
  const shares = layers.flatMap(({ name, deadFraction }) => (/^layer\d+$/.test(name) ? (deadFraction ?? 0) : []));
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

/** Draws what the net has learned, if that can be seen. */
function draw({ task }: Settings, { train: { x, y } }: LearningTask, model: LayersModel): Picture | undefined {
  if (task === 'moons') return { kind: 'plane', grid: decisionGrid(model, { steps: GRID_STEPS }), points: { x, y } };
  if (task === 'digits') return undefined;
  const input = tensor2d(x.data, [x.data.length, 1]);
  const output = model.predict(input) as Tensor;
  const net = Array.from(output.dataSync());
  input.dispose();
  output.dispose();
  return { kind: 'curve', x: Array.from(x.data), data: Array.from(y.data), net };
}
