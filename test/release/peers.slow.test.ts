import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { packPackage } from '../../release/pack.js';

/** The versions of TensorFlow.js with which the package is tried. */
const VERSIONS = ['3.21.0', '4.2.0', '4.20.0', '4.22.0'];

/** Ways to install TensorFlow.js: its parts, or the full package. */
const PARTS = ['tfjs-core', 'tfjs-layers', 'tfjs-backend-cpu', 'tfjs-backend-wasm'];
const INSTALLS = [
  ...VERSIONS.map((version) => ({ title: version, version, packages: PARTS })),
  { title: 'the full package 4.22.0', version: '4.22.0', packages: ['tfjs', 'tfjs-backend-wasm'] },
];

/** Measures and trains a model on each backend, and prints the numbers. */
const PROGRAM = `
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { diagnose, evaluate, heNormal, initWeights, setOutputBias, toLayersInitializer, trace, train, useBackend } from 'initlab';

const results = [];
for (const name of ['wasm', 'cpu'] as const) {
  const { message } = await useBackend(name);
  const kernelInitializer = toLayersInitializer(heNormal(), 1);
  const model = tfl.sequential({
    layers: [
      tfl.layers.conv2d({ inputShape: [8, 8, 1], filters: 4, kernelSize: 3, activation: 'relu', kernelInitializer }),
      tfl.layers.maxPooling2d({ poolSize: 2 }),
      tfl.layers.batchNormalization(),
      tfl.layers.flatten(),
      tfl.layers.dense({ units: 16, activation: 'tanh' }),
      tfl.layers.dense({ units: 3, activation: 'softmax' }),
    ],
  });
  initWeights(model, { seed: 1 });
  setOutputBias(model, { y: [0, 0, 1, 2] });
  const x = tf.tensor(Float32Array.from({ length: 30 * 64 }, (_, i) => Math.sin(i * i)), [30, 8, 8, 1]);
  const y = Int32Array.from({ length: 30 }, (_, i) => i % 3);
  const gradient = trace(model, { x, y }).layers.map((layer) => layer.gradient?.secondMoment ?? null);
  const findings = diagnose(model, { x, y }).findings.length;
  await train(model, { x, y }, { steps: 5, optimizer: 'adam', learningRate: 0.01, seed: 1, batchSize: 10 });
  const trained = evaluate(model, { x, y }).loss;
  model.compile({ optimizer: 'sgd', loss: 'categoricalCrossentropy' });
  const labels = tf.oneHot(tf.tensor1d([...y], 'int32'), 3);
  const { history } = await model.fit(x, labels, { epochs: 2, verbose: 0, shuffle: false });
  results.push({ message, gradient, findings, trained, fitted: history.loss });
}
console.log(JSON.stringify(results));
`;

interface Result {
  message: string;
  gradient: (number | null)[];
  findings: number;
  trained: number;
  fitted: number[];
}

describe('the package with each version of TensorFlow.js', function () {
  this.timeout(600_000);
  let out: string;
  let tarball: string;
  let reference: Result | undefined;

  before(async () => {
    out = realpathSync(mkdtempSync(join(tmpdir(), 'initlab-peers-')));
    tarball = await packPackage('lib', out);
  });

  after(() => rmSync(out, { recursive: true, force: true }));

  for (const { title, version, packages } of INSTALLS) {
    it(`compiles, and trains a model with the same numbers on wasm and cpu: ${title}`, async () => {
      const project = join(out, title.replaceAll(' ', '-'));
      mkdirSync(project);
      writeFileSync(join(project, 'package.json'), '{ "name": "stranger", "private": true, "type": "module" }');
      const run = async (command: string, ...args: string[]): Promise<string> => {
        const env = { ...process.env, NODE_OPTIONS: '' };
        return (await promisify(execFile)(command, args, { cwd: project, env, maxBuffer: 1e8 })).stdout;
      };
      const peers = packages.map((name) => `@tensorflow/${name}@${version}`);
      await run('npm', 'install', tarball, ...peers, 'typescript@6.0.3', '@types/node@20');
      writeFileSync(join(project, 'program.mts'), PROGRAM);
      const options = ['--strict', '--module', 'nodenext', '--target', 'es2023', '--skipLibCheck'];
      await run(process.execPath, 'node_modules/typescript/bin/tsc', ...options, 'program.mts');
      const [wasm, cpu] = JSON.parse(await run(process.execPath, 'program.mjs')) as Result[];
      expect(wasm.message).to.match(/^tfjs runs on wasm( with SIMD)?$/);
      expectClose(wasm, cpu);
      reference ??= wasm;
      expectClose(wasm, reference);
    });
  }
});

function expectClose(actual: Result, expected: Result): void {
  expect(actual.findings).to.equal(expected.findings);
  const numbers = ({ gradient, trained, fitted }: Result): (number | null)[] => [...gradient, trained, ...fitted];
  expect(numbers(actual).length).to.be.above(6);
  for (const [i, value] of numbers(actual).entries()) {
    const other = numbers(expected)[i];
    if (value === null || other === null) expect(value).to.equal(other);
    else expect(value).to.be.closeTo(other, 1e-4 * Math.abs(other));
  }
}
