import { type DecisionGrid, decisionBoundary, type Figure, lossCurves } from 'initlab/plot';
import { isPlain, type Settings } from '../../src/playground/settings.js';
import type { PlaygroundReply, PlaygroundRequest, Trained } from '../../worker/playground/messages.js';
import { lower } from './figures.js';

/** The part of the playground that trains the net. */
export interface TrainingPart {
  /** Ends a run, because its settings are no longer those of the page. */
  leave(settings: Settings): void;
}

/** Lets the reader train the net and watch it. A run ends with its worker. */
export function createTrainingPart(
  part: HTMLElement,
  { src, read, show }: { src: string; read: () => Settings; show: (name: string, figure: Figure) => void },
): TrainingPart {
  const button = part.querySelector('button') as HTMLButtonElement;
  const status = part.querySelector('[role=status]') as HTMLElement;
  let worker: Worker | undefined;
  let grid: DecisionGrid | undefined;

  function stop(text: string): void {
    worker?.terminate();
    worker = undefined;
    button.textContent = 'Train';
    status.textContent = text;
  }

  function showState(state: Trained): void {
    const { loss, points, end, step } = state;
    grid = state.grid ?? grid;
    const baseline = { name: 'guessing, ln 2', loss: Math.LN2 };
    show('loss', lower(lossCurves([{ name: 'loss', loss: [...loss] }], { title: 'Loss while it learns', baseline })));
    if (grid) show('boundary', lower(decisionBoundary(grid, points, { title: 'What the net has learned' })));
    status.textContent = `Step ${step}.`;
    if (!end) return;
    const dead = `${Math.round(100 * end.dead)} % of its units are dead.`;
    const right = `${Math.round(100 * end.accuracy)} % of new points are classified correctly; ${dead}`;
    stop(
      end.isDiverged
        ? `Step ${step}: the loss became infinite or not a number. The run has ended.`
        : `After ${step} steps, ${right}`,
    );
  }

  function start(settings: Settings): void {
    button.textContent = 'Stop';
    status.textContent = 'Loading the library…';
    worker = new Worker(src, { type: 'module' });
    worker.addEventListener('message', ({ data }: MessageEvent<PlaygroundReply>) => {
      if (data.kind === 'trained') showState(data);
      else if (data.kind === 'failed') stop(`The run has failed: ${data.reason}`);
    });
    worker.addEventListener('error', () => stop('A script for training could not be loaded.'));
    const request: PlaygroundRequest = { task: 'train', settings };
    worker.postMessage(request);
  }

  button.addEventListener('click', () => {
    if (worker) stop('Stopped.');
    else start(read());
  });
  return {
    leave(settings) {
      if (worker) stop('Stopped, because a setting has changed.');
      const canTrain = isPlain(settings);
      button.disabled = !canTrain;
      if (!canTrain) status.textContent = 'Training is for nets without normalization and shortcuts.';
      else if (status.textContent?.startsWith('Training is for')) status.textContent = '';
    },
  };
}
