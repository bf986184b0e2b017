import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { catchStopSignals } from 'initlab-kernel/stopSignals';
import { readCommitted } from '../lessons/committed.js';
import { findLessons } from '../lessons/files.js';
import type { Lesson } from '../lessons/lesson.js';
import { countLessons, runLessons } from '../lessons/run.js';
import { type RunState, stateAfterRun } from '../lessons/runState.js';
import { Site } from '../pages/site.js';
import { hasLibrary, readCachedReference } from '../reference/build.js';
import { RunFiles } from '../run/files.js';
import { Events } from '../server/events.js';
import { listen } from '../server/listen.js';
import { serveSite } from '../server/serve.js';
import { exitWithUsage, readOptions } from './options.js';
import { reportFailures } from './reportFailures.js';

const USAGE = `Usage: npm start -- [--port N] [--no-run]

Serves the lessons as pages on this machine, with the outputs in their files. Then runs the lessons that have changed
since their last run here, and updates the pages.

  --port N   listen on port N (default: 4180, or the next free port)
  --no-run   only serve the pages
  --help     show this text`;

/**
 * Serves the pages and runs the lessons behind them until the process is stopped.
 *
 * @param build builds what the lessons need to run. It is called after the pages are served.
 */
export async function start(args: string[], build?: (signal: AbortSignal) => Promise<void>): Promise<never> {
  const { values } = readOptions(USAGE, { port: { type: 'string' }, 'no-run': { type: 'boolean' } }, false, args);
  const stop = catchStopSignals().signal;
  try {
    const pages = await servePages(parsePort(values.port));
    const typesetting = pages.typesetAll(stop);
    const reference = typesetting.then(() => pages.addReference(stop));
    if (values['no-run'] !== true) await pages.run(stop, build);
    await reference;
    if (!stop.aborted) await once(stop, 'abort');
    process.exit(0);
  } catch (error) {
    if (stop.aborted) process.exit(stop.reason);
    console.error((error as Error).message);
    process.exit(1);
  }
}

interface Pages {
  /** Typesets every page between requests, and reports the faults of the prose. */
  typesetAll(stop: AbortSignal): Promise<void>;
  /** Makes the reference of the library in another process, and adds it to the pages. */
  addReference(stop: AbortSignal): Promise<void>;
  /** Runs the lessons, and shows on the pages how far they are and what they found. */
  run(stop: AbortSignal, build?: (signal: AbortSignal) => Promise<void>): Promise<void>;
}

async function servePages(port: number | undefined): Promise<Pages> {
  const files = findLessons();
  const committed = readCommitted(files);
  const site = await Site.open(committed, { isLive: true });
  const events = new Events();
  const { url, busyPort } = await listen(port, serveSite(site, events, new RunFiles()));
  if (busyPort !== undefined) console.log(`Port ${busyPort} is in use, so the next free port is used instead.`);
  console.log(`The lessons are at ${url} (press Ctrl-C to stop the server)`);

  const tell = (name: string, state: RunState): void => {
    site.setState(name, state);
    events.tell(name, state);
  };
  const tellAll = (state: RunState): void => {
    for (const { name } of files) tell(name, state);
  };

  return {
    async typesetAll(stop) {
      let reported = 0;
      for (const address of site.pages) {
        await nextTurn();
        if (stop.aborted) return;
        site.get(address);
        for (; reported < site.faults.length; reported++) console.error(site.faults[reported]);
      }
    },

    async addReference(signal) {
      if (!hasLibrary()) {
        site.reference = [];
        return;
      }
      const command = fileURLToPath(new URL('reference.js', import.meta.url));
      const child = spawn(process.execPath, [command], { stdio: ['ignore', 'inherit', 'inherit'], signal });
      child.on('error', () => {}); // An abort is an error, too.
      const code = await new Promise((resolve) => child.on('close', resolve));
      site.reference = (code === 0 ? readCachedReference() : undefined) ?? [];
      tell('reference', { kind: 'ready' });
    },

    async run(stop, build) {
      if (build) {
        tellAll({ kind: 'waiting', reason: 'the library is being built' });
        try {
          await build(stop);
        } catch (error) {
          tellAll({ kind: 'committed' });
          stop.throwIfAborted();
          console.error(`${(error as Error).message} The pages show the committed outputs.`);
          return;
        }
      }
      tellAll({ kind: 'waiting', reason: 'waiting to run on this machine' });
      const counts = { reproduced: 0, different: 0, failed: 0 };
      const lessons = await runLessons({
        files,
        signal: stop,
        onProgress({ name }, { phase, cell, cells }) {
          if (phase === 'starting' || phase === 'running') tell(name, { kind: 'running', cell, cells });
        },
        onLesson(lesson) {
          const before = committed.find(({ name }) => name === lesson.name) as Lesson;
          const state = stateAfterRun(before.notebook, lesson);
          if (state.kind !== 'reproduced') site.replace(lesson);
          if (state.kind in counts) counts[state.kind as keyof typeof counts] += 1;
          if (state.kind === 'different') reportDifferences(lesson.path, state.differences);
          tell(lesson.name, state);
        },
      });
      stop.throwIfAborted();
      const failed = await reportFailures(lessons);
      if (failed > 0) console.log(`${countLessons(failed)} failed. The pages show where.`);
      console.log(
        `All lessons have run: ${counts.reproduced} with the committed outputs, ${counts.different} with other outputs, ${failed} failed.`,
      );
      console.log(`The lessons are at ${url} (press Ctrl-C to stop the server)`);
    },
  };
}

function reportDifferences(path: string, differences: readonly string[]): void {
  console.error(`${path} has other outputs here than in its file:`);
  for (const difference of differences) console.error(`  ${difference}`);
}

function parsePort(value: string | boolean | undefined): number | undefined {
  if (value === undefined) return undefined;
  const port = Number(value);
  if (!/^\d+$/.test(String(value)) || port > 65535)
    exitWithUsage(`--port must be a number from 0 to 65535, not "${value}".`, USAGE);
  return port;
}
