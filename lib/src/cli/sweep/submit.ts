import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeWhole } from '../../foundation/writeWhole.js';
import { UsageError } from '../command.js';
import type { SweepArguments } from './arguments.js';
import { kubernetesJob } from './kubernetesJob.js';
import { pointsOf } from './points/grid.js';
import { loadSweepFile } from './points/loadSweepFile.js';
import { slurmScript } from './slurmScript.js';

/** Writes the job of a cluster's scheduler, and submits it to Slurm. Returns the exit code. */
export async function submit(given: SweepArguments): Promise<number> {
  const [, file, ...more] = given.words;
  const { out, shards, scheduler } = given;
  if (file === undefined || more.length > 0)
    throw new UsageError('Name one file: initlab sweep submit FILE --out DIR --slurm\nSee: initlab sweep --help');
  if (out === undefined) throw new UsageError('Name the shared folder of the results with --out DIR.');
  if (scheduler === undefined) throw new UsageError('Name the scheduler: --slurm or --kubernetes.');
  if (shards === undefined) throw new UsageError('Say into how many tasks the points are divided: --shards N.');
  const path = resolve(file);
  const points = await pointsOf((await loadSweepFile(path)).grid);
  if (shards > points.length)
    throw new UsageError(`--shards ${shards} is more than the ${points.length} points of the grid.`);
  const folder = resolve(out);
  mkdirSync(join(folder, 'log'), { recursive: true });
  return scheduler === 'slurm'
    ? submitToSlurm(path, folder, shards, given)
    : writeKubernetesJob(file, folder, shards, given);
}

function submitToSlurm(file: string, folder: string, shards: number, given: SweepArguments): number {
  const script = join(folder, 'sweep.sbatch');
  const { processes, memory, seed, passedOn } = given;
  const command = [process.execPath, fileURLToPath(new URL('../../../bin/initlab.cjs', import.meta.url))];
  writeWhole(
    script,
    slurmScript({ command, file, folder, name: nameOf(folder), shards, processes, memory, seed, options: passedOn }),
  );
  chmodSync(script, 0o755);
  if (given.dryRun) {
    console.log(`${relative('', script)} is written. Submit it with: sbatch ${relative('', script)}`);
    return 0;
  }
  const { error, status, stdout, stderr } = spawnSync('sbatch', ['--parsable', script], { encoding: 'utf8' });
  if (error !== undefined)
    throw new UsageError(
      `sbatch cannot be started (${error.message}). Run this command where Slurm is installed; the script is in ${script}.`,
    );
  if (status !== 0) {
    console.error(`initlab: sbatch refused ${script}: ${stderr.trim()}`);
    return 1;
  }
  const [id] = stdout.trim().split(';');
  console.log(
    `Job ${id} has ${shards} ${shards === 1 ? 'task' : 'tasks'}. See: initlab sweep status ${relative('', folder) || '.'}`,
  );
  return 0;
}

function writeKubernetesJob(file: string, folder: string, shards: number, given: SweepArguments): number {
  const { image, claim, processes, memory, seed } = given;
  if (image === undefined || claim === undefined)
    throw new UsageError(
      'Kubernetes needs --image IMAGE, which has this project installed, and --claim NAME, the PersistentVolumeClaim of the shared folder.',
    );
  const manifest = join(folder, 'sweep-job.json');
  const job = kubernetesJob({ file, name: nameOf(folder), shards, image, claim, processes, memory, seed });
  writeWhole(manifest, `${JSON.stringify(job, null, 2)}\n`);
  console.log(`${relative('', manifest)} is written. Submit it with: kubectl apply -f ${relative('', manifest)}`);
  return 0;
}

/** Makes a name of a job from that of the folder, as Slurm and Kubernetes allow it. */
function nameOf(folder: string): string {
  const name = basename(folder)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 40)
    .replace(/-+$/, '');
  return `sweep-${name || 'of-points'}`;
}
