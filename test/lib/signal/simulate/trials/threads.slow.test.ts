import { spawnSync } from 'node:child_process';
import { getEventListeners } from 'node:events';
import { expect } from 'chai';
import {
  activation,
  constant,
  dirac,
  heNormal,
  type Initializer,
  type LayerSpec,
  lecunNormal,
  orthogonal,
  type SimulateOptions,
  simulate,
} from 'initlab';
import { expectRejection } from '../../../../support/rejection.js';

const net: SimulateOptions = {
  inputShape: [4, 4, 2],
  layers: [
    {
      type: 'conv',
      filters: 4,
      kernel: 3,
      padding: 'same',
      init: heNormal({ activation: 'leakyRelu', slope: 0.3 }),
      bias: constant(0.1),
    },
    { type: 'batchNorm' },
    { type: 'activation', activation: activation('leakyRelu', { slope: 0.3 }) },
    { type: 'dropout', rate: 0.2 },
    {
      type: 'residual',
      branch: [{ type: 'conv', filters: 4, kernel: 1, init: heNormal() }],
      shortcut: [{ type: 'layerNorm' }],
    },
    { type: 'flatten' },
    { type: 'dense', units: 5, init: orthogonal(), activation: 'tanh' },
  ],
  backward: true,
  batch: 3,
  trials: 12,
  seed: 4,
};

const endless: SimulateOptions = {
  widths: Array<number>(6).fill(64),
  activation: 'relu',
  init: heNormal(),
  trials: 1e6,
};

describe('simulate on threads', () => {
  it('gives the same numbers on one, two and three threads', async () => {
    const alone = await simulate({ ...net, jobs: 1 });
    expect(await simulate({ ...net, jobs: 2 })).to.deep.equal(alone);
    expect(await simulate({ ...net, jobs: 3 })).to.deep.equal(alone);
    expect(await simulate(net)).to.deep.equal(alone);
  });

  it('runs a user’s functions on this thread, because they cannot be sent to another', async () => {
    let drawn = 0;
    const init: Initializer = (random, shape) => {
      drawn++;
      return lecunNormal()(random, shape);
    };
    const options = { widths: [5, 4, 3], activation: 'relu', trials: 3, seed: 1 } as const;
    const own = await simulate({ ...options, init, jobs: 2 });
    expect(drawn).to.equal(6);
    expect(own).to.deep.equal(await simulate({ ...options, init: lecunNormal(), jobs: 2 }));
    const relu = { ...activation('relu') };
    expect(await simulate({ ...options, activation: relu, init: lecunNormal(), jobs: 2 })).to.deep.equal(own);
  });

  for (const jobs of [1, 2]) {
    it(`reports progress to the end with ${jobs} threads`, async () => {
      const told: number[] = [];
      await simulate({
        ...net,
        jobs,
        onProgress(done, total) {
          expect(total).to.equal(12);
          told.push(done);
        },
      });
      expect(told.at(-1)).to.equal(12);
      expect(told).to.deep.equal(told.toSorted((a, b) => a - b));
    });

    it(`ends with the reason of the signal when it aborts, with ${jobs} threads`, async () => {
      const controller = new AbortController();
      const onProgress = (done: number): void => {
        if (done >= 50) controller.abort(new RangeError('enough'));
      };
      await expectRejection(
        simulate({ ...endless, jobs, onProgress, signal: controller.signal }),
        RangeError,
        'enough',
      );
      await expectRejection(simulate({ ...endless, jobs, signal: controller.signal }), RangeError, 'enough');
      await expectRejection(simulate({ ...endless, jobs, signal: AbortSignal.timeout(100) }), DOMException, 'timeout');
    });

    it(`ends when the progress callback throws, with ${jobs} threads`, async () => {
      const onProgress = (): void => {
        throw new TypeError('no bar');
      };
      await expectRejection(simulate({ ...endless, jobs, onProgress }), TypeError, 'no bar');
    });

    it(`ends with the error of an initializer, with ${jobs} threads`, async () => {
      const layers: LayerSpec[] = [{ type: 'dense', units: 3, init: dirac() }];
      await expectRejection(simulate({ layers, inputShape: [2], trials: 5, jobs }), RangeError, 'dense1: ');
    });
  }

  it('leaves no listener on the signal', async () => {
    const { signal } = new AbortController();
    await simulate({ ...net, jobs: 2, signal });
    expect(getEventListeners(signal, 'abort')).to.have.length(0);
  });

  it('does not keep the process from ending', () => {
    const code = `import { heNormal, simulate } from 'initlab';
      const options = { widths: [50, 50], activation: 'relu', init: heNormal(), trials: 1e6, jobs: 2 };
      await simulate({ ...options, signal: AbortSignal.timeout(300) }).catch(() => console.log('aborted'));
      await simulate({ ...options, trials: 20 });
      console.log('done');`;
    const { stdout, status } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
      cwd: import.meta.dirname,
      encoding: 'utf8',
      timeout: 20_000,
    });
    expect(stdout).to.equal('aborted\ndone\n');
    expect(status).to.equal(0);
  });

  it('refuses an invalid number of jobs', async () => {
    await expectRejection(simulate({ ...net, jobs: 0 }), RangeError, 'jobs is 0');
  });
});
