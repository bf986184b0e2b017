import { loadavg } from 'node:os';
import { heNormal, simulate } from 'initlab';

/** Size of a simulated network. */
interface Size {
  trials: number;
  width: number;
  depth: number;
}

const BASE: Size = { trials: 16, width: 256, depth: 16 };

/** Values of each quantity, while the others are those of `BASE`. */
const AXES: Readonly<Record<keyof Size, readonly number[]>> = {
  trials: [8, 16, 32, 64],
  width: [128, 256, 512, 1024],
  depth: [8, 16, 32, 64],
};

/** Number of runs of each size, of which the fastest counts. */
const REPETITIONS = 3;

/** Number of pairs of runs on one thread and on two. */
const PAIRS = 5;

/**
 * Prints as Markdown how the cost of `simulate` grows with trials, width and depth, in processor
 * time, with the exponents of the power laws that fit best; and how much faster two threads are
 * than one, in pairs of runs in turn.
 */
export async function run(): Promise<void> {
  await simulated({ trials: 2, width: 64, depth: 4 }, 1);
  console.log('| quantity | values | processor time, s | exponent |\n|---|---|---|---|');
  for (const [name, values] of Object.entries(AXES)) {
    const costs: number[] = [];
    for (const value of values) {
      const runs: number[] = [];
      for (let i = 0; i < REPETITIONS; i++) runs.push((await simulated({ ...BASE, [name]: value }, 1)).processor);
      costs.push(Math.min(...runs));
    }
    const times = costs.map((cost) => cost.toFixed(2)).join(', ');
    console.log(`| ${name} | ${values.join(', ')} | ${times} | ${exponent(values, costs).toFixed(2)} |`);
  }
  const ratios: number[] = [];
  for (let i = 0; i < PAIRS; i++) {
    const single = await simulated({ trials: 64, width: 512, depth: 16 }, 1);
    const double = await simulated({ trials: 64, width: 512, depth: 16 }, 2);
    ratios.push(single.wall / double.wall);
  }
  const [low, , middle, , high] = ratios.sort((a, b) => a - b).map((ratio) => ratio.toFixed(2));
  const load = loadavg()[0].toFixed(0);
  console.log(
    `\nTwo threads are ${middle} times as fast as one (${low} to ${high} in ${PAIRS} pairs), at a load of ${load}.`,
  );
}

async function simulated({ trials, width, depth }: Size, jobs: number): Promise<{ processor: number; wall: number }> {
  const widths = Array<number>(depth + 1).fill(width);
  const [from, begin] = [process.cpuUsage(), performance.now()];
  await simulate({ widths, activation: 'relu', init: heNormal(), batch: 32, trials, jobs, seed: 1 });
  const { user, system } = process.cpuUsage(from);
  return { processor: (user + system) / 1e6, wall: (performance.now() - begin) / 1000 };
}

/** Computes the slope of the line through the logarithms that fits best. */
function exponent(values: readonly number[], costs: readonly number[]): number {
  const [x, y] = [values, costs].map((list) => list.map(Math.log));
  const [meanX, meanY] = [x, y].map((list) => list.reduce((sum, value) => sum + value, 0) / list.length);
  const covariance = x.reduce((sum, value, i) => sum + (value - meanX) * (y[i] - meanY), 0);
  return covariance / x.reduce((sum, value) => sum + (value - meanX) ** 2, 0);
}
