import { once } from 'node:events';
import { catchStopSignals } from 'initlab-kernel/stopSignals';
import { findLessons } from '../lessons/files.js';
import { countLessons, runLessons } from '../lessons/run.js';
import { SITE_FOLDER, updateSite } from '../pages/updateSite.js';
import { type Listening, listen } from '../server/listen.js';
import { serveFolder, serveWaiting } from '../server/serve.js';
import { exitWithUsage, readOptions } from './options.js';
import { reportFailures } from './reportFailures.js';

const USAGE = `Usage: npm start -- [--port N]

Runs the lessons in notebooks/ that have changed, builds their pages and serves them on this machine.

  --port N   listen on port N (default: 4180 or the next free one)
  --help     show this text`;

const { values } = readOptions(USAGE, { port: { type: 'string' } });
const stop = catchStopSignals().signal;

try {
  // The port first: that it is in use should be known before minutes of running.
  const server = await listen(portOf(values.port), serveWaiting());
  await showLessons(server);
  await stopped();
  process.exit(0);
} catch (error) {
  if (stop.aborted) process.exit(stop.reason);
  console.error((error as Error).message);
  process.exit(1);
}

async function showLessons({ url, instead, answer }: Listening): Promise<void> {
  const lessons = await runLessons({ files: findLessons(), signal: stop });
  stop.throwIfAborted();
  const failed = await reportFailures(lessons);
  for (const fault of await updateSite(lessons)) console.error(fault);
  stop.throwIfAborted();
  answer(serveFolder(SITE_FOLDER));
  if (instead !== undefined) console.log(`Port ${instead} is in use; taking the next free one.`);
  if (failed > 0) console.log(`${countLessons(failed)} failed; the pages show where.`);
  console.log(`The lessons are at ${url} (Ctrl-C ends the server)`);
}

async function stopped(): Promise<void> {
  if (!stop.aborted) await once(stop, 'abort');
}

function portOf(value: string | boolean | undefined): number | undefined {
  if (value === undefined) return undefined;
  const port = Number(value);
  if (!/^\d+$/.test(String(value)) || port > 65535)
    exitWithUsage(`--port takes a number from 0 to 65535, not "${value}".`, USAGE);
  return port;
}
