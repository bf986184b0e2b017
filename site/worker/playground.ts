/**
 * Computes for the playground. The page starts a worker for each kind of task, so that measuring
 * never waits for theory or training, and ends that of training to stop it.
 */
import './node/process.js';
import './node/builtins.js';
import { measureDistributions } from './playground/histograms.js';
import { measure } from './playground/measure.js';
import type { PlaygroundReply, PlaygroundRequest } from './playground/messages.js';
import { predictNet } from './playground/theory.js';
import { trainNet } from './playground/training.js';

addEventListener('message', ({ data }: MessageEvent<PlaygroundRequest>) => {
  const post = (reply: PlaygroundReply): void => postMessage(reply);
  run(data, post).catch((error: Error) => post({ kind: 'failed', reason: error.message }));
});

async function run({ task, settings }: PlaygroundRequest, post: (reply: PlaygroundReply) => void): Promise<void> {
  if (task === 'measure') post(await measure(settings));
  else if (task === 'distribute') post(await measureDistributions(settings));
  else if (task === 'predict') post(predictNet(settings));
  else await trainNet(settings, post);
}
