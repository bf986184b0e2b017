import { catchStopSignals } from 'initlab-kernel/stopSignals';
import { preparePublication } from '../figures/preparePublication.js';
import { StillDrawer } from '../figures/stills.js';
import { countLessons, runLessons } from '../lessons/run.js';
import { chooseLessons } from './chooseLessons.js';
import { readOptions } from './options.js';
import { reportFailures } from './reportFailures.js';

const USAGE = `Usage: npm run lessons:publish -- [NAME…]

Runs the lessons in notebooks/ that have changed and writes them back with their outputs and a picture of every plot.
A lesson that fails keeps its file as it was, and the exit code is 1.

  NAME      publish only these lessons: 01-variance-math, or 01 for every name that begins with 01
  --force   also run lessons that have not changed
  --help    show this text`;

const { values, positionals } = readOptions(USAGE, { force: { type: 'boolean' } }, true);
const stop = catchStopSignals().signal;

try {
  const files = chooseLessons(positionals, USAGE);
  const lessons = await runLessons({ files, force: values.force === true, signal: stop });
  stop.throwIfAborted();
  const failed = await reportFailures(lessons);
  const { writeNotebook } = await import('initlab-kernel');
  const drawer = new StillDrawer();
  try {
    for (const { path, notebook, failure } of lessons) {
      if (failure === undefined) writeNotebook(path, await preparePublication(notebook, drawer));
    }
  } finally {
    await drawer.close();
  }
  console.log(`${countLessons(files.length - failed)} written with outputs`);
  process.exit(failed > 0 ? 1 : 0);
} catch (error) {
  if (stop.aborted) process.exit(stop.reason);
  console.error((error as Error).message);
  process.exit(1);
}
