/**
 * Runs the cells of a lesson in the browser. The page starts this worker at the first Run, and ends
 * it to stop a cell. What the cells have in common lives and ends with it.
 */
import './node/process.js';
import './node/builtins.js';
import { installConsole } from './cells/console.js';
import type { RunRequest } from './cells/messages.js';
import { createOutput } from './cells/output.js';
import { createRun } from './cells/run.js';

const output = createOutput((message) => postMessage(message));
installConsole(output);
const run = createRun(output);
let last = Promise.resolve();

addEventListener('message', ({ data }: MessageEvent<RunRequest>) => {
  last = last.then(() => run(data));
});
