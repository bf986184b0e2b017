import { layers, sequential } from '@tensorflow/tfjs-layers';
import { type Dataset, initWeights, random, train, useBackend } from 'initlab';
import { mnistCnn, mnistMlp } from 'initlab/tasks';
import { median } from '../lib/src/foundation/statistics.js';

interface Net {
  title: string;
  steps: number;
  /** Trains for `steps` steps, and returns the number of reports. */
  train(hasMonitor: boolean): Promise<number>;
}

/** The number of pairs of runs that count. One pair before them warms up. */
const PAIRS = 7;

/**
 * Trains networks with and without a monitor in turn, and prints as Markdown what the monitor costs
 * at its default `every`, in processor time of the whole process: other work on the machine changes
 * the time of a run, but much less the work that it does.
 */
export async function run(): Promise<void> {
  const { message } = await useBackend('wasm');
  const rows: string[] = [];
  for (const net of NETS) {
    const pairs: { without: number; with: number; reports: number }[] = [];
    for (let pair = 0; pair <= PAIRS; pair++) {
      process.stderr.write(`${net.title}: pair ${pair} of ${PAIRS}\n`);
      // Each order once, because a run leaves garbage to the next one.
      const isFirst = pair % 2 === 0;
      const first = await measure(net, isFirst);
      const second = await measure(net, !isFirst);
      const [watched, plain] = isFirst ? [first, second] : [second, first];
      if (pair > 0) pairs.push({ without: plain.seconds, with: watched.seconds, reports: watched.reports });
    }
    rows.push(`| ${[net.title, String(net.steps), ...summarize(pairs)].join(' | ')} |`);
  }
  console.log(`${message}, ${process.version}, ${process.platform}; ${PAIRS} pairs of runs.\n`);
  console.log('| network | steps | reports | without | with | more, median of the pairs | of single pairs |');
  console.log(`|---|---|---|---|---|---|---|\n${rows.join('\n')}`);
}

function summarize(pairs: readonly { without: number; with: number; reports: number }[]): string[] {
  const seconds = (of: 'without' | 'with'): string => `${median(pairs.map((pair) => pair[of])).toFixed(1)} s`;
  const more = pairs.map((pair) => 100 * (pair.with / pair.without - 1));
  const percent = (value: number): string => `${value.toFixed(0).replace('-', '−')} %`;
  return [
    range(
      pairs.map(({ reports }) => reports),
      String,
    ),
    seconds('without'),
    seconds('with'),
    percent(median(more)),
    range(more, percent),
  ];
}

function range(values: readonly number[], show: (value: number) => string): string {
  const [low, high] = [Math.min(...values), Math.max(...values)].map(show);
  return low === high ? low : `${low} to ${high}`;
}

async function measure(net: Net, hasMonitor: boolean): Promise<{ seconds: number; reports: number }> {
  const from = process.cpuUsage();
  const reports = await net.train(hasMonitor);
  const { user, system } = process.cpuUsage(from);
  return { seconds: (user + system) / 1e6, reports };
}

const NETS: readonly Net[] = [
  {
    title: 'MLP, 784-256-256-10',
    steps: 600,
    train: (hasMonitor) => trainOn(() => mnistMlp().model, noise([784]), 600, hasMonitor),
  },
  {
    title: 'CNN, 2 convolutions on 28 × 28',
    steps: 200,
    train: (hasMonitor) => trainOn(() => mnistCnn().model, noise([28, 28, 1]), 200, hasMonitor),
  },
  {
    title: 'LSTM, 32 units on 20 steps',
    steps: 150,
    train: (hasMonitor) => trainOn(lstm, noise([20, 8]), 150, hasMonitor),
  },
];

function lstm(): ReturnType<typeof sequential> {
  const recurrent = layers.lstm({ units: 32, inputShape: [20, 8], recurrentInitializer: 'zeros' });
  const model = sequential({ layers: [recurrent, layers.dense({ units: 10, activation: 'softmax' })] });
  initWeights(model);
  return model;
}

async function trainOn(
  make: () => Parameters<typeof train>[0],
  data: Dataset,
  steps: number,
  hasMonitor: boolean,
): Promise<number> {
  const model = make();
  const monitor = hasMonitor && { show: false };
  const { monitor: watched } = await train(model, data, {
    steps,
    batchSize: 32,
    optimizer: 'adam',
    progress: false,
    monitor,
  });
  model.dispose();
  return watched?.reports.length ?? 0;
}

/** Makes noise with random labels, because the duration does not depend on what the net learns. */
function noise(shape: number[]): Dataset {
  const stream = random(0);
  const size = shape.reduce((product, n) => product * n, 2000);
  const labels = stream.uniform(new Float32Array(2000), 0, 10);
  return {
    x: { shape: [2000, ...shape], data: stream.normal(new Float32Array(size)) },
    y: { shape: [2000], data: Uint8Array.from(labels) },
  };
}
