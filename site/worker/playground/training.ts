import { evaluate, trace, train, useBackend } from 'initlab';
import { decisionGrid, twoMoons } from 'initlab/tasks';
import type { Settings } from '../../src/playground/settings.js';
import type { Trained } from './messages.js';
import { biasOf, weightsOf } from './net.js';

const STEPS = 300;

/** Number of steps between two pictures of the boundary. */
const STEPS_BETWEEN_GRIDS = 20;

const GRID_STEPS = 40;

/** Trains the net on two classes of points in the plane, and posts how far it has come. */
export async function trainNet(settings: Settings, post: (state: Trained) => void): Promise<void> {
  const { depth, width, activation, rate, seed } = settings;
  await useBackend('wasm');
  const task = twoMoons({ depth, width, activation, init: weightsOf(settings), biasInit: biasOf(settings), seed });
  const loss: number[] = [];
  const state = (): Trained => ({ kind: 'trained', step: loss.length, loss, points: task.train as Trained['points'] });
  const grid = () => decisionGrid(task.model, { steps: GRID_STEPS });
  post({ ...state(), grid: grid() });
  const { end } = await train(task.model, task.train, {
    steps: STEPS,
    optimizer: 'sgd',
    learningRate: Number(rate),
    seed,
    progress: false,
    onStep(values) {
      loss.push(values.loss);
      if (values.step % STEPS_BETWEEN_GRIDS === 0) post({ ...state(), grid: grid() });
    },
  });
  const { accuracy = Number.NaN } = evaluate(task.model, task.test);
  const { layers } = trace(task.model, { x: task.test.x }, { backward: false });
  const hidden = layers.flatMap(({ deadFraction }) => deadFraction ?? []);
  const dead = hidden.reduce((sum, share) => sum + share, 0) / Math.max(1, hidden.length);
  post({ ...state(), grid: grid(), end: { isDiverged: end === 'diverged', accuracy, dead } });
}
