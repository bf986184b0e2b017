import { catchStopSignals } from 'initlab-kernel/stopSignals';
import { runLessons } from '../lessons/run.js';
import { chooseLessons } from './chooseLessons.js';
import { readOptions } from './options.js';
import { reportFailures } from './reportFailures.js';

const USAGE = `Usage: npm run lessons -- [NAME…] [--force]

Runs the lessons in notebooks/ that have changed and says which failed. Exit code 1 if one did.

  NAME      run only these: 01-variance-math, or 01 for all that begin with it
  --force   run also what has not changed
  --help    show this text`;

const { values, positionals } = readOptions(USAGE, { force: { type: 'boolean' } }, true);
const stop = catchStopSignals().signal;

try {
  const lessons = await runLessons({
    files: chooseLessons(positionals, USAGE),
    force: values.force === true,
    signal: stop,
  });
  stop.throwIfAborted();
  process.exit((await reportFailures(lessons)) > 0 ? 1 : 0);
} catch (error) {
  if (stop.aborted) process.exit(stop.reason);
  console.error((error as Error).message);
  process.exit(1);
}
