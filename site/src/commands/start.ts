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

  --port N   listen on port N (default: 4180, or the next free port)
  --help     show this text`;

const { values } = readOptions(USAGE, { port: { type: 'string' } });
const stop = catchStopSignals().signal;

try {
  // Listen first, so that you learn at once, not after minutes of running, that the port is in use.
  const server = await listen(parsePort(values.port), serveWaiting());
  await showLessons(server);
  await untilStopped();
  process.exit(0);
} catch (error) {
  if (stop.aborted) process.exit(stop.reason);
  console.error((error as Error).message);
  process.exit(1);
}

async function showLessons({ url, busyPort, setHandler }: Listening): Promise<void> {
  const lessons = await runLessons({ files: findLessons(), signal: stop });
  stop.throwIfAborted();
  const failed = await reportFailures(lessons);
  for (const fault of await updateSite(lessons)) console.error(fault);
  stop.throwIfAborted();
  setHandler(serveFolder(SITE_FOLDER));
  if (busyPort !== undefined) console.log(`Port ${busyPort} is in use, so the next free port is used instead.`);
  if (failed > 0) console.log(`${countLessons(failed)} failed. The pages show where.`);
  console.log(`The lessons are at ${url} (press Ctrl-C to stop the server)`);
}

async function untilStopped(): Promise<void> {
  if (!stop.aborted) await once(stop, 'abort');
}

function parsePort(value: string | boolean | undefined): number | undefined {
  if (value === undefined) return undefined;
  const port = Number(value);
  if (!/^\d+$/.test(String(value)) || port > 65535)
    exitWithUsage(`--port must be a number from 0 to 65535, not "${value}".`, USAGE);
  return port;
}
