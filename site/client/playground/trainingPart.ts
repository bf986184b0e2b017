import type { Figure } from 'initlab/plot';
import type { Settings } from '../../src/playground/settings.js';
import type { PlaygroundReply, PlaygroundRequest, Trained } from '../../worker/playground/messages.js';
import { deadFigure, lossFigure, pictureFigure } from './figures.js';

/** The part of the playground that trains the net. */
export interface TrainingPart {
  /** Ends a run, because its settings are no longer those of the page. */
  leave(): void;
}

/** Lets the reader train the net and watch it. A run ends with its worker. */
export function createTrainingPart(
  part: HTMLElement,
  { src, read, show }: { src: string; read: () => Settings; show: (name: string, figure: Figure | undefined) => void },
): TrainingPart {
  const button = part.querySelector('button') as HTMLButtonElement;
  const status = part.querySelector('[role=status]') as HTMLElement;
  let worker: Worker | undefined;

  function stop(text: string): void {
    worker?.terminate();
    worker = undefined;
    button.textContent = 'Train';
    status.textContent = text;
  }

  function showState(state: Trained): void {
    const { end, step, picture } = state;
    show('loss', lossFigure(state));
    show('picture', picture && pictureFigure(picture));
    show('dead', deadFigure(state));
    status.textContent = `Step ${step}.`;
    if (!end) return;
    const dead = `${Math.round(100 * (state.dead.shares.at(-1) ?? 0))} % of its units are dead.`;
    const right =
      end.accuracy === undefined
        ? `the loss for new points is ${end.testLoss.toPrecision(2)}; ${dead}`
        : `${Math.round(100 * end.accuracy)} % of new examples are classified correctly; ${dead}`;
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
    leave() {
      if (worker) stop('Stopped, because a setting has changed.');
    },
  };
}
