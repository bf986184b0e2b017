import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { type Kernel, type Message, startKernel } from 'initlab-kernel';

/** Cells that train for hours. They count their training steps in `step`. */
const trainingCells: Record<string, string> = {
  'model.fit that yields': `await model.fit(x, y, {
  epochs: 1e9, batchSize: 8, verbose: 0, callbacks: { onBatchEnd: () => { step++; } },
});`,
  'model.fit that never yields': `await model.fit(x, y, { epochs: 1e9, batchSize: 8, verbose: 0, yieldEvery: 'never' });`,
  'a loop that awaits every step': 'for (;;) { await model.trainOnBatch(x, y); step++; }',
  'a loop that awaits nothing': 'for (;;) { optimizer.minimize(loss); step++; }',
};

const setup = `import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import '@tensorflow/tfjs-backend-wasm';
await tf.setBackend('wasm');
const layers = [tfl.layers.dense({ units: 64, activation: 'relu', inputShape: [32] }), tfl.layers.dense({ units: 1 })];
const model = tfl.sequential({ layers });
model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
const x = tf.ones([256, 32]);
const y = tf.ones([256, 1]);
const weights = tf.variable(tf.ones([32, 64]));
const optimizer = tf.train.sgd(0.001);
const loss = (): tf.Scalar => tf.mean(tf.square(tf.matMul(x, weights)));
let step = 0;
const kept = tf.scalar(7);`;

/**
 * A cell that shows whether training has stopped, no scope of tensors is open, and everything can
 * be trained again.
 */
const afterwards = `const before = step;
await new Promise((resolve) => setTimeout(resolve, 100));
const tensors = tf.memory().numTensors;
tf.tidy(() => void tf.square(kept));
const fitted = await model.fit(x, y, { epochs: 2, verbose: 0 });
optimizer.minimize(loss);
[step === before, tf.memory().numTensors - tensors, kept.dataSync()[0], fitted.epoch.length, tf.engine().state.scopeStack.length]`;

const ways: Record<string, (kernel: Kernel) => Promise<unknown>> = {
  'an interrupt request': (kernel) => kernel.request('control', 'interrupt_request', {}),
  SIGINT: async ({ pid }) => process.kill(pid, 'SIGINT'),
};

describe('training that is interrupted', function () {
  this.timeout(60_000);

  let kernel: Kernel;

  /** Runs a cell. `onBegun` is called when the cell prints that it has begun. */
  async function execute(code: string, onBegun: () => void = () => {}): Promise<{ reply: Message; value: unknown }> {
    let value: unknown;
    const reply = await kernel.execute(code, ({ content }) => {
      if (content.text === 'begun\n') onBegun();
      value = (content.data as Record<string, string> | undefined)?.['text/plain'] ?? value;
    });
    return { reply, value };
  }

  before(async () => {
    kernel = await startKernel({ folder: process.cwd() });
    expect((await execute(setup)).reply.content).to.include({ status: 'ok' });
    // The optimizer of the model creates its variables at its first step.
    await execute(afterwards);
  });

  after(() => kernel.kill());

  /** Runs a cell and interrupts it shortly after it has begun. */
  async function interrupted(
    code: string,
    interrupt: (kernel: Kernel) => Promise<unknown>,
  ): ReturnType<typeof execute> {
    let running: ReturnType<typeof execute> | undefined;
    await new Promise<void>((begun) => {
      running = execute(`console.log('begun');\n${code}`, begun);
    });
    await sleep(100);
    await interrupt(kernel);
    return running as ReturnType<typeof execute>;
  }

  it('stops before an operation and not within it, which would leave its memory damaged', async () => {
    const code = `let caught = '';
while (caught === '') {
  try { tf.tidy(() => void tf.square(kept)); } catch (error) { caught = (error as Error).name; }
}`;
    await interrupted(code, ways.SIGINT);
    expect((await execute('caught')).value).to.equal("'KeyboardInterrupt'");
    expect((await execute(afterwards)).value).to.equal('[ true, 0, 7, 2, 0 ]');
  });

  for (const [way, interrupt] of Object.entries(ways)) {
    for (const [name, code] of Object.entries(trainingCells)) {
      it(`ends on ${way} and can start again: ${name}`, async () => {
        const { reply: stopped } = await interrupted(code, interrupt);
        expect(stopped.content).to.include({ status: 'error', ename: 'KeyboardInterrupt' });
        const { reply, value } = await execute(afterwards);
        expect(reply.content.evalue).to.equal(undefined);
        expect(value).to.equal('[ true, 0, 7, 2, 0 ]');
      });
    }
  }
});
