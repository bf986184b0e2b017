import type { RowKey } from './init/contestants.js';
import { libraryContestant } from './init/own.js';
import { tfjs } from './init/tfjs.js';
import { type Contestant, compare, milliseconds, type TimedRow } from './support/compare.js';
import { pythonPeer } from './support/pythonPeer.js';

const ROWS: TimedRow<RowKey>[] = [
  { key: 'uniform', title: 'uniform, 10M float32', times: 1, show: milliseconds },
  { key: 'normal', title: 'normal, 10M float32', times: 1, show: milliseconds },
  { key: 'truncatedNormal', title: 'normal within ±2, 10M float32', times: 1, show: milliseconds },
  { key: 'heNormal', title: 'He normal, [512, 512]', times: 50, show: milliseconds },
  { key: 'orthogonal256', title: 'orthogonal, [256, 256]', times: 5, show: milliseconds },
  { key: 'orthogonal512', title: 'orthogonal, [512, 512]', times: 1, show: milliseconds },
];

/**
 * Fills arrays with this library, NumPy, PyTorch and the initializers of tfjs, and prints a table
 * of the median times.
 */
export async function run(): Promise<void> {
  const contestants: Contestant<RowKey>[] = [
    libraryContestant(),
    await peer('numpy'),
    await peer('torch'),
    await tfjs(),
  ];
  await compare(ROWS, contestants, { rounds: 9, warmUps: 2 });
}

function peer(library: 'numpy' | 'torch'): Promise<Contestant<RowKey>> {
  return pythonPeer(new URL('init/peer.py', import.meta.url), {
    name: `${library}, 1 thread`,
    library,
    threads: 1,
    args: [library],
  });
}
