import { catchStopSignals } from 'initlab-kernel/stopSignals';
import { runLessons } from '../lessons/run.js';
import { chooseLessons } from './chooseLessons.js';
import { readOptions } from './options.js';
import { reportFailures } from './reportFailures.js';

const USAGE = `Usage: npm run lessons -- [NAME…] [--force]

Runs the lessons in notebooks/ that have changed and reports which ones failed. The exit code is 1 if any did.

  NAME      run only these lessons: 01-variance-math, or 01 for every name that begins with 01
  --force   also run lessons that have not changed
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
