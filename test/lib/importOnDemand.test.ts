import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'chai';

const ROOT = join(import.meta.dirname, '../..');

/** Prints how many modules of TensorFlow.js are loaded after each of some steps. */
const PROGRAM = `
import { createRequire } from 'node:module';
const counts = [];
const count = () => {
  const paths = Object.keys(createRequire(import.meta.url).cache);
  counts.push(paths.filter((path) => /[\\\\/]@tensorflow[\\\\/]/.test(path)).length);
};
const { deadProbability, heNormal, meanField, predict, random, recommend, simulate, toLayersInitializer } =
  await import('initlab');
await import('initlab/plot');
await import('initlab/tasks');
count();
const init = heNormal();
init(random(1), [4, 4]);
predict({ widths: [4, 4], activation: 'relu', init });
meanField({ activation: 'tanh', weightVariance: 1, biasVariance: 0 }).fixedPoint();
deadProbability([8, 8]);
recommend({ activation: 'relu' });
await simulate({ widths: [4, 4], activation: 'relu', init, trials: 2, seed: 1 });
count();
toLayersInitializer(init, 1);
count();
const before = Object.keys(createRequire(import.meta.url).cache).length;
await import('@tensorflow/tfjs-core');
await import('@tensorflow/tfjs-layers');
counts.push(Object.keys(createRequire(import.meta.url).cache).length - before);
console.log(JSON.stringify(counts));
`;

describe('importing the package in Node.js', () => {
  it('loads TensorFlow.js only when a function needs it, and the copy that the program imports', () => {
    const stdout = execFileSync(process.execPath, ['--input-type=module', '--eval', PROGRAM], {
      cwd: ROOT,
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    const [imported, withoutTensors, withLayers, another] = JSON.parse(stdout) as number[];
    expect({ imported, withoutTensors, another }).to.deep.equal({ imported: 0, withoutTensors: 0, another: 0 });
    expect(withLayers).to.be.above(1);
  });
});
