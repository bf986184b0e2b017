import type { Contestant, RowKey } from './init/contestants.js';
import { own } from './init/own.js';
import { pythonPeer } from './init/pythonPeer.js';
import { tfjs } from './init/tfjs.js';
import { comparison, median, type Row } from './table.js';

interface TimedRow extends Row {
  key: RowKey;
  /** What takes little is done several times on end. */
  times: number;
}

const rows: TimedRow[] = [
  { key: 'uniform', title: 'uniform, 10M float32', times: 1, show: milliseconds },
  { key: 'normal', title: 'normal, 10M float32', times: 1, show: milliseconds },
  { key: 'truncatedNormal', title: 'normal within ±2, 10M float32', times: 1, show: milliseconds },
  { key: 'heNormal', title: 'He normal, [512, 512]', times: 50, show: milliseconds },
  { key: 'orthogonal256', title: 'orthogonal, [256, 256]', times: 5, show: milliseconds },
  { key: 'orthogonal512', title: 'orthogonal, [512, 512]', times: 1, show: milliseconds },
];

/** Rounds that count; two more, before them, warm up. In each everyone has its turn, so that what disturbs the machine disturbs all. */
const rounds = 9;

/** Fills arrays by this library, by NumPy, by PyTorch and by tfjs's own initializers, and prints the medians side by side. */
export async function run(): Promise<void> {
  const contestants: Contestant[] = [own(), await pythonPeer('numpy'), await pythonPeer('torch'), await tfjs()];
  const times = new Map<string, number[]>();
  for (let round = -1; round <= rounds; round++) {
    if (round > 0) process.stderr.write(`round ${round} of ${rounds}\n`);
    for (const { key, times: often } of rows) {
      for (const { name, measure, absent } of contestants) {
        if (absent !== undefined) continue;
        const time = await measure(key, often);
        if (round > 0) times.set(name + key, [...(times.get(name + key) ?? []), time]);
      }
    }
  }
  console.log(
    `Medians of ${rounds}; in brackets what initlab takes as a multiple of the other. ${process.version}, ${process.platform}.\n`,
  );
  console.log(comparison(rows, contestants, (name, { key }) => median(times.get(name + key) ?? []), 'not measured'));
}

function milliseconds(ms: number): string {
  return `${ms.toFixed(ms < 10 ? 2 : 1)} ms`;
}
