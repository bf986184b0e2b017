import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { type Dataset, mnistCnn, mnistMlp, random, train, useBackend } from 'initlab';

/** Milliseconds of each training. */
export interface TrainingTimes {
  /** 784–256–256–10, ReLU, batches of 128, 200 steps of Adam. */
  mlp: number;
  /** Two convolutions of 3 × 3 with 16 filters on 28 × 28, pooled by 2, and 10 outputs; batches of 64, 100 steps of Adam. */
  cnn: number;
}

/** With initlab on a backend of tfjs. */
export async function timeInitlab(backend: Parameters<typeof useBackend>[0]): Promise<TrainingTimes> {
  await useBackend(backend);
  return {
    mlp: await time(mnistMlp().model, noise([784]), 200, 128),
    cnn: await time(mnistCnn().model, noise([28, 28, 1]), 100, 64),
  };
}

/** With torch, where a Python that has it is found. */
export function timeTorch(threads: number): TrainingTimes | undefined {
  const script = join(import.meta.dirname, 'training/trainInTorch.py');
  for (const python of ['python3', '/usr/bin/python3']) {
    const { status, stdout } = spawnSync(python, [script, String(threads)], { encoding: 'utf8' });
    if (status === 0) return JSON.parse(stdout);
  }
  return undefined;
}

/** Rounds; in each every contestant has its turn, so that what disturbs the machine disturbs all. */
const rounds = 3;

/** Prints the medians side by side. */
export async function run(): Promise<void> {
  const contestants: Record<string, () => Promise<TrainingTimes | undefined>> = {
    'initlab on wasm': () => timeInitlab('wasm'),
    'torch, 1 thread': async () => timeTorch(1),
    'torch, 2 threads': async () => timeTorch(2),
  };
  const results: Record<string, TrainingTimes[]> = {};
  for (let round = 1; round <= rounds; round++) {
    for (const [name, measure] of Object.entries(contestants)) {
      process.stderr.write(`round ${round} of ${rounds}  ${name}\n`);
      results[name] = [...(results[name] ?? []), ...[(await measure()) ?? []].flat()];
    }
  }
  const own = results['initlab on wasm'];
  for (const key of ['mlp', 'cnn'] as const) {
    console.log(key === 'mlp' ? 'MLP 784–256–256–10, 200 steps of 128' : 'CNN 2 × 3 × 3 × 16, 100 steps of 64');
    for (const [name, times] of Object.entries(results)) {
      const median = medianOf(times, key);
      const text =
        times.length === 0 ? 'absent' : `${median.toFixed(0)} ms (${(medianOf(own, key) / median).toFixed(2)})`;
      console.log(`  ${name.padEnd(18)}${text}`);
    }
  }
  console.log('In brackets: the time of initlab as a multiple of it.');
}

function medianOf(times: readonly TrainingTimes[], key: keyof TrainingTimes): number {
  return times.map((time) => time[key]).sort((a, b) => a - b)[Math.floor(times.length / 2)];
}

/** Noise with labels: what it learns does not change how long it takes. */
function noise(shape: number[]): Dataset {
  const stream = random(0);
  const size = shape.reduce((product, n) => product * n, 2000);
  const labels = stream.uniform(new Float32Array(2000), 0, 10);
  return {
    x: { shape: [2000, ...shape], data: stream.normal(new Float32Array(size)) },
    y: { shape: [2000], data: Uint8Array.from(labels) },
  };
}

async function time(
  model: Parameters<typeof train>[0],
  data: Dataset,
  steps: number,
  batchSize: number,
): Promise<number> {
  await train(model, data, { steps: 5, batchSize, progress: false });
  const from = performance.now();
  await train(model, data, { steps, batchSize, progress: false });
  return performance.now() - from;
}
