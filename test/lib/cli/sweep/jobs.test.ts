import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Job } from 'kubernetes-types/batch/v1.js';
import { kubernetesJob } from '../../../../lib/src/cli/sweep/kubernetesJob.js';
import { slurmScript } from '../../../../lib/src/cli/sweep/slurmScript.js';
import { temporaryFolder } from '../../../kernel/support/files.js';
import { inProcess } from '../inProcess.js';

const GRID = 'export const grid = { a: [1, 2, 3] };\nexport const run = ({ a }) => a;\n';

describe('slurmScript', () => {
  const given = {
    command: ['/usr/bin/node', '/opt/initlab.cjs'],
    file: "/home/o'brien/my sweep.ts",
    folder: '/data/100%',
    name: 'sweep-a',
    shards: 8,
    processes: 4,
    memory: 1000,
    seed: 3,
    options: ['--time=1:00:00'],
  };

  it('asks for a job array with the cores and the memory of the processes', () => {
    const lines = slurmScript(given).split('\n');
    expect(lines[0]).to.equal('#!/bin/bash');
    for (const directive of ['--array=1-8', '--cpus-per-task=4', '--mem=4256M', '--requeue', '--time=1:00:00'])
      expect(lines).to.include(`#SBATCH ${directive}`);
    expect(lines).to.include('#SBATCH --output="/data/100%%/log/%A_%a.log"');
  });

  it('runs the command with its words unchanged by the shell', () => {
    const script = slurmScript({ ...given, command: ['printf', '%s\\n'] });
    const { stdout, stderr } = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
    expect(stderr).to.equal('');
    expect(stdout.split('\n').slice(0, 6)).to.deep.equal([
      'sweep',
      "/home/o'brien/my sweep.ts",
      '--out',
      '/data/100%',
      '--processes',
      '4',
    ]);
  });
});

describe('kubernetesJob', () => {
  const given = {
    file: 'sweep.ts',
    name: 'sweep-a',
    shards: 8,
    image: 'registry.example/sweeps:1',
    claim: 'results',
    processes: 2,
    memory: 500,
    seed: 0,
  };

  it('is a Job in the types of the API', () => {
    const job: Job = kubernetesJob(given);
    expect([job.apiVersion, job.kind]).to.deep.equal(['batch/v1', 'Job']);
  });

  it('has what the API requires of an Indexed Job', () => {
    const { metadata, spec } = kubernetesJob(given);
    // Pods of an Indexed Job are named NAME-INDEX, which must be a DNS label.
    expect(`${metadata.name}-${spec.completions - 1}`).to.match(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/);
    expect(spec).to.include({ completionMode: 'Indexed', completions: 8, parallelism: 8, backoffLimit: 24 });
    const { spec: pod, metadata: own } = spec.template;
    expect(pod.restartPolicy).to.be.oneOf(['Never', 'OnFailure']);
    for (const [key, value] of Object.entries(own.labels)) {
      expect(key).to.match(/^([a-z0-9.-]{1,253}\/)?[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/);
      expect(value).to.match(/^[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/);
    }
    const [container] = pod.containers;
    expect(container.name).to.match(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/);
    const quantities = Object.values(container.resources).flatMap((list) => Object.values(list ?? {}));
    expect(quantities).to.deep.equal(['2', '1256Mi', '1256Mi']);
    for (const quantity of quantities) expect(quantity).to.match(/^\d+(\.\d+)?(m|[kMGTPE]|[KMGTPE]i)?$/);
    expect(container.volumeMounts.map(({ name }) => name)).to.deep.equal(pod.volumes.map(({ name }) => name));
    for (const { mountPath } of container.volumeMounts) expect(mountPath).to.match(/^\/[^:]*$/);
    // The environment has JOB_COMPLETION_INDEX; the number of shards is passed.
    const { command } = container;
    expect(command[command.indexOf('--shards') + 1]).to.equal('8');
  });
});

describe('initlab sweep submit', () => {
  const project = (): { file: string; out: string } => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'a.mjs'), GRID);
    return { file: join(folder, 'a.mjs'), out: join(folder, 'My Results!') };
  };

  it('writes the script of a job array', async () => {
    const { file, out } = project();
    const { code, stdout } = await inProcess([
      'sweep',
      'submit',
      file,
      '--out',
      out,
      '--slurm',
      '--shards',
      '2',
      '--dry-run',
      '--',
      '--partition=long',
    ]);
    expect([code, stdout.includes('sbatch')]).to.deep.equal([0, true]);
    const script = readFileSync(join(out, 'sweep.sbatch'), 'utf8');
    expect(script).to.contain('--job-name=sweep-my-results\n').and.to.contain('#SBATCH --partition=long\n');
  });

  it('writes an Indexed Job', async () => {
    const { file, out } = project();
    const words = ['--kubernetes', '--shards', '3', '--image', 'i', '--claim', 'c'];
    const { code } = await inProcess(['sweep', 'submit', file, '--out', out, ...words]);
    expect(code).to.equal(0);
    const job = JSON.parse(readFileSync(join(out, 'sweep-job.json'), 'utf8')) as Job;
    expect(job.metadata?.name).to.equal('sweep-my-results');
  });

  it('says what is missing', async () => {
    const { file, out } = project();
    const messages = [
      [['--slurm', '--shards', '2'], 'Name the shared folder'],
      [['--out', out, '--shards', '2'], 'Name the scheduler'],
      [['--out', out, '--slurm'], 'Say into how many tasks'],
      [['--out', out, '--slurm', '--shards', '4'], '--shards 4 is more than the 3 points'],
      [['--out', out, '--kubernetes', '--shards', '2'], 'Kubernetes needs --image'],
      [['--out', out, '--kubernetes', '--slurm'], 'not both'],
    ] as const;
    for (const [words, message] of messages) {
      const { code, stderr } = await inProcess(['sweep', 'submit', file, ...words]);
      expect(code).to.equal(2);
      expect(stderr).to.contain(message);
    }
  });
});
