import { heNormal, type SimulateOptions, simulate } from 'initlab';
import { compareTraining } from './signal/training.js';
import { type Contestant, compare, milliseconds, type TimedRow } from './support/compare.js';
import { pythonPeer } from './support/pythonPeer.js';

type RowKey = 'shallow' | 'deep' | 'many';

const ROWS: TimedRow<RowKey>[] = [
  { key: 'shallow', title: '20 layers of 128 units, one net', times: 5, show: milliseconds },
  { key: 'deep', title: '50 layers of 512 units, one net', times: 1, show: milliseconds },
  { key: 'many', title: '20 layers of 128 units, 64 nets', times: 1, show: milliseconds },
];

/**
 * The measured nets: ReLU nets with He weights and 1024 samples, run forward and backward with
 * statistics.
 */
const NETS: Record<RowKey, { depth: number; width: number; trials: number }> = {
  shallow: { depth: 20, width: 128, trials: 1 },
  deep: { depth: 50, width: 512, trials: 1 },
  many: { depth: 20, width: 128, trials: 64 },
};

/**
 * Sends signals through nets, and trains nets, with this library, PyTorch and NumPy, and prints
 * tables of the median times. The argument `training` asks for the second table alone.
 */
export async function run([part]: readonly string[] = []): Promise<void> {
  if (part !== 'training') await compareSignals();
  await compareTraining();
}

async function compareSignals(): Promise<void> {
  const contestants: Contestant<RowKey>[] = [
    libraryContestant('initlab', {}),
    libraryContestant('initlab, jobs: 1', { jobs: 1 }),
    await peer('torch', 1),
    await peer('torch', 2),
    await peer('torch', 1, 'bare'),
    await peer('numpy', 1),
  ];
  const about = 'A batch of 1024 forward and backward; bare is without the statistics. ';
  await compare(ROWS, contestants, { rounds: 5, warmUps: 1, about });
}

function libraryContestant(name: string, options: Pick<SimulateOptions, 'jobs'>): Contestant<RowKey> {
  return {
    name,
    async measure(row, times) {
      const { depth, width, trials } = NETS[row];
      const widths = Array<number>(depth + 1).fill(width);
      const net = { widths, activation: 'relu', init: heNormal(), batch: 1024, backward: true } as const;
      const from = performance.now();
      for (let time = 0; time < times; time++) await simulate({ ...net, ...options, trials });
      return (performance.now() - from) / times;
    },
  };
}

function peer(library: 'numpy' | 'torch', threads: number, ...more: string[]): Promise<Contestant<RowKey>> {
  const name = [library, `${threads} thread${threads > 1 ? 's' : ''}`, ...more].join(', ');
  const args = [library, String(threads), ...more];
  return pythonPeer(new URL('signal/peer.py', import.meta.url), { name, library, threads, args });
}
