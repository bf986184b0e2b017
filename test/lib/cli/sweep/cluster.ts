import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { temporaryFolder } from '../../../kernel/support/files.js';
import { freePort } from '../../../support/freePort.js';

/** A cluster of one node with two processors, on this machine. */
export interface Cluster {
  readonly env: NodeJS.ProcessEnv;
  /** Runs a program of Slurm, such as `squeue`, and returns what it prints. */
  call(program: string, ...args: string[]): Promise<string>;
  /** Ends the daemon of the node. Its tasks go on. */
  stopNode(): Promise<void>;
  startNode(): Promise<void>;
  stop(): Promise<void>;
}

/** Programs of the Debian packages slurm-wlm and munge. */
const PROGRAMS = ['munged', 'slurmctld', 'slurmd', 'sbatch'];

const PATH = `${process.env.PATH}:/usr/sbin:/sbin`;

/** Starts Slurm's daemons on the loopback interface, with their files in a folder of their own. */
export async function startCluster(): Promise<Cluster> {
  const missing = PROGRAMS.filter(
    (program) => spawnSync('sh', ['-c', `command -v ${program}`], { env: { ...process.env, PATH } }).status !== 0,
  );
  if (missing.length > 0)
    throw new Error(`${missing.join(', ')} not found; run: apt-get install --no-install-recommends slurm-wlm munge`);
  const folder = temporaryFolder();
  for (const name of ['munge', 'state', 'spool']) mkdirSync(join(folder, name), { mode: 0o700 });
  writeFileSync(join(folder, 'munge/key'), randomBytes(128), { mode: 0o600 });
  const ports = [await freePort(), await freePort()];
  const conf = join(folder, 'slurm.conf');
  writeFileSync(conf, configuration(folder, ports));
  const env = { ...process.env, PATH, SLURM_CONF: conf };
  const call: Cluster['call'] = async (program, ...args) => (await promisify(execFile)(program, args, { env })).stdout;

  const start = (program: string, ...args: string[]): ChildProcess => spawn(program, args, { env, stdio: 'ignore' });
  const file = (name: string): string => join(folder, 'munge', name);
  const munged = start(
    'munged',
    ...['--foreground', '--force', '--num-threads=1', `--key-file=${file('key')}`, `--socket=${file('socket')}`],
    ...[`--pid-file=${file('pid')}`, `--log-file=${file('log')}`, `--seed-file=${file('seed')}`],
  );
  await untilTrue(() => call('munge', '-n', `--socket=${file('socket')}`));
  const controller = start('slurmctld', '-D', '-f', conf);
  await untilTrue(async () => /UP/.test(await call('scontrol', 'ping')));
  let node: ChildProcess | undefined;

  const cluster: Cluster = {
    env,
    call,
    async startNode() {
      node = start('slurmd', '-D', '-f', conf, '-N', 'localhost');
      await untilTrue(async () => /idle|mix|alloc/.test(await call('sinfo', '--noheader', '--format=%t')));
    },
    async stopNode() {
      await ended(node);
      node = undefined;
    },
    async stop() {
      await call('scancel', `--user=${userInfo().username}`).catch(() => '');
      await untilTrue(async () => (await call('squeue', '--noheader')) === '').catch(() => {});
      for (const child of [node, controller, munged]) await ended(child);
    },
  };
  await cluster.startNode();
  return cluster;
}

/** Polls until a call gives a true value and does not throw. */
export async function untilTrue(look: () => Promise<unknown>, timeoutMs = 60_000): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  let problem: unknown;
  while (performance.now() < deadline) {
    try {
      if (await look()) return;
      problem = undefined;
    } catch (error) {
      problem = error;
    }
    await sleep(100);
  }
  throw new Error(`the condition does not hold after ${timeoutMs / 1000} s`, { cause: problem });
}

async function ended(child: ChildProcess | undefined): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const end = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGTERM');
  await end;
}

function configuration(folder: string, [controllerPort, nodePort]: readonly number[]): string {
  const { username } = userInfo();
  return `ClusterName=initlab
SlurmctldHost=localhost(127.0.0.1)
SlurmctldPort=${controllerPort}
SlurmdPort=${nodePort}
SlurmUser=${username}
SlurmdUser=${username}
AuthType=auth/munge
AuthInfo=socket=${folder}/munge/socket,cred_expire=5
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/spool
SlurmctldPidFile=${folder}/slurmctld.pid
SlurmdPidFile=${folder}/slurmd.pid
SlurmctldLogFile=${folder}/slurmctld.log
SlurmdLogFile=${folder}/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SlurmdParameters=config_overrides
MpiDefault=none
ReturnToService=2
JobRequeue=1
SlurmdTimeout=300
SchedulerParameters=sched_interval=2,bf_interval=2
NodeName=localhost NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=main Nodes=localhost Default=YES State=UP
`;
}
