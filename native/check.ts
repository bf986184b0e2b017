import { spawnSync } from 'node:child_process';

/**
 * Program that trains one step with the addon and prints the version and the losses. It runs in its
 * own process, because a bad addon may crash it.
 */
const STEP = `
const util = require('util');
util.isNullOrUndefined = (value) => value === null || value === undefined;
const tf = require('@tensorflow/tfjs-node');
const model = tf.sequential({ layers: [
  tf.layers.conv2d({ filters: 4, kernelSize: 3, activation: 'relu', inputShape: [8, 8, 1] }),
  tf.layers.flatten(),
  tf.layers.dense({ units: 1 }),
] });
model.compile({ optimizer: tf.train.sgd(0.01), loss: 'meanSquaredError' });
const x = tf.randomNormal([32, 8, 8, 1], 0, 1, 'float32', 1);
const y = tf.ones([32, 1]);
(async () => {
  const before = await model.trainOnBatch(x, y);
  const after = model.evaluate(x, y).dataSync()[0];
  console.log(JSON.stringify({ version: tf.backend().binding.TF_Version, before, after }));
})();
`;

/**
 * Tries whether the tfjs-node in the node_modules of `root` can train, and describes the result.
 */
export function trainingStep(root: string): { works: boolean; message: string } {
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2', TF_ENABLE_ONEDNN_OPTS: '0' };
  const { stdout, stderr, signal } = spawnSync(process.execPath, ['-e', STEP], { cwd: root, env, encoding: 'utf8' });
  const line = stdout.split('\n').find((line) => line.startsWith('{'));
  if (line === undefined) return { works: false, message: signal ?? findErrorLine(stderr) };
  const { version, before, after } = JSON.parse(line) as { version: string; before: number; after: number };
  const losses = `one training step takes the loss from ${before.toFixed(4)} to ${after.toFixed(4)}`;
  return { works: after < before, message: `tfjs-node runs on TensorFlow ${version}; ${losses}` };
}

function findErrorLine(stderr: string): string {
  return stderr.split('\n').find((line) => /^\w*Error\b/.test(line)) ?? stderr.trim();
}
