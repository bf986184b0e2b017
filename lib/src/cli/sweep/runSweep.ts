import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UsageError } from '../command.js';
import { coresOf, type SweepArguments } from './arguments.js';
import { pointsOf } from './points/grid.js';
import { loadSweepFile } from './points/loadSweepFile.js';
import { changesOf, claimManifest, type Manifest, makeManifest, replaceManifest } from './points/manifest.js';
import { pointId, pointSeed } from './points/point.js';
import { readResults } from './points/readResults.js';
import { RESULTS } from './points/resultFile.js';
import { type Shard, takeShard } from './points/shard.js';
import { runJobs } from './points/work/runJobs.js';
import { chooseShard } from './schedulerShard.js';
import { catchStopRequests } from './stopSignals.js';
import { sweepProgress } from './sweepProgress.js';

/** Runs the points of a file that have no results yet. Returns the exit code. */
export async function runSweep(file: string, given: SweepArguments): Promise<number> {
  const { out, seed } = given;
  if (out === undefined)
    throw new UsageError('Name the folder of the results with --out DIR.\nSee: initlab sweep --help');
  const shard = chooseShard(given.shard, given.shards, process.env);
  const path = resolve(file);
  const { grid } = await loadSweepFile(path);
  const folder = resolve(out);
  const manifest = openFolder(
    folder,
    makeManifest(file, readFileSync(path), seed, await pointsOf(grid)),
    given.isChangeAllowed,
  );
  const { jobs, done, failed, torn } = planJobs(folder, manifest, shard, given.isRetry);
  const part = shard === undefined ? '' : `Shard ${shard.index} of ${shard.count}: `;
  const before = done === 0 ? '' : `, ${done} done before`;
  console.error(`${part}${plural(jobs.length + done)}${before}, ${jobs.length} to run.`);
  if (torn > 0)
    console.error(`${torn} torn ${torn === 1 ? 'line' : 'lines'} of a killed process; the points run again.`);

  const stop = catchStopRequests();
  const progress = sweepProgress(process.stderr, jobs.length);
  let failures = failed;
  let finished = 0;
  try {
    if (jobs.length > 0)
      await runJobs(jobs, {
        folder,
        file: path,
        version: manifest.version,
        processes: given.processes ?? coresOf(process.env),
        memory: given.memory,
        signal: stop.signal,
        onDone: (isFailure) => {
          finished++;
          if (isFailure) failures++;
          progress.finish(isFailure);
        },
        onProgress: progress.setRunning,
      }).finally(progress.end);
    const code = stop.exitCode();
    if (code !== undefined) {
      console.error(`Stopped with ${plural(jobs.length - finished)} left. The same command continues.`);
      return code;
    }
  } finally {
    stop.release();
  }
  const problem = failures === 0 ? '' : `, ${failures} of them failed; initlab sweep status ${out} lists their errors`;
  const total = jobs.length + done;
  console.log(`${part}${plural(total)} ${total === 1 ? 'is' : 'are'} done${problem}.`);
  return failures > 0 && !given.areFailuresAllowed ? 1 : 0;
}

/** Creates the folder of a sweep, or checks that its results are of the same sweep. */
function openFolder(folder: string, now: Manifest, isChangeAllowed: boolean): Manifest {
  try {
    mkdirSync(join(folder, RESULTS), { recursive: true });
  } catch (error) {
    throw new UsageError(`--out ${folder}: the folder cannot be created (${(error as Error).message}).`);
  }
  const before = claimManifest(folder, now);
  const changes = changesOf(before, now);
  if (changes.length === 0) return before;
  const told = `The sweep in ${folder} is another one: ${changes.join('; ')}.`;
  if (before.seed !== now.seed) throw new UsageError(`${told} Name another folder, or give --seed ${before.seed}.`);
  if (!isChangeAllowed)
    throw new UsageError(
      `${told} Name another folder, or give --allow-changes to keep the results there and run the points without one.`,
    );
  console.error(`${told} Its results are kept.`);
  replaceManifest(folder, now);
  return now;
}

function planJobs(
  folder: string,
  { points, seed }: Manifest,
  shard: Shard | undefined,
  isRetry: boolean,
): { jobs: Parameters<typeof runJobs>[0]; done: number; failed: number; torn: number } {
  const { lines, torn } = readResults(folder, (id) => pointSeed(id, seed));
  const all = points.map((point) => {
    const id = pointId(point);
    return { id, point, seed: pointSeed(id, seed) };
  });
  const own = takeShard(all, shard ?? { index: 1, count: 1 });
  const isFailure = (id: string): boolean => lines.get(id)?.error !== undefined;
  const jobs = own.filter(({ id }) => !lines.has(id) || (isRetry && isFailure(id)));
  const failed = isRetry ? 0 : own.filter(({ id }) => isFailure(id)).length;
  return { jobs, done: own.length - jobs.length, failed, torn: torn.length };
}

function plural(points: number): string {
  return points === 1 ? '1 point' : `${points} points`;
}
