import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { io } from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { heNormal, initWeights, lecunNormal, normal, random, useBackend } from 'initlab';
import { temporaryFolder } from '../../kernel/support/files.js';
import { initlab } from './support.js';

/** A saved model of 8 layers on a table of 4 columns. */
async function saved(std?: number): Promise<string> {
  const model = tfl.sequential({
    layers: [
      tfl.layers.dense({ units: 32, activation: 'relu', inputShape: [4], name: 'hidden1' }),
      ...Array.from({ length: 6 }, (_, i) =>
        tfl.layers.dense({ units: 32, activation: 'relu', name: `hidden${i + 2}` }),
      ),
      tfl.layers.dense({ units: 2, activation: 'softmax', name: 'output' }),
    ],
  });
  initWeights(model, ({ output }) => (output ? lecunNormal() : std === undefined ? heNormal() : normal({ std })));
  const folder = join(temporaryFolder(), 'model');
  mkdirSync(folder);
  await model.save(
    io.withSaveHandler((artifacts) => {
      const { modelTopology, weightSpecs, weightData } = artifacts;
      writeFileSync(join(folder, 'weights.bin'), Buffer.from(weightData as ArrayBuffer));
      const weightsManifest = [{ paths: ['weights.bin'], weights: weightSpecs }];
      writeFileSync(join(folder, 'model.json'), JSON.stringify({ modelTopology, weightsManifest }));
      return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } });
    }),
  );
  model.dispose();
  return folder;
}

function tableFile(): string {
  const x = random(1).normal(new Float32Array(400));
  const rows = Array.from(
    { length: 100 },
    (_, i) => `${[...x.subarray(4 * i, 4 * i + 4)].join(',')},${i % 2 ? 'a' : 'b'}`,
  );
  const file = join(temporaryFolder(), 'table.csv');
  writeFileSync(file, `p,q,r,s,kind\n${rows.join('\n')}\n`);
  return file;
}

describe('initlab diagnose', () => {
  before(() => useBackend('wasm'));

  it('calls a healthy model so, and ends with 0', async () => {
    const { code, stdout, stderr } = await initlab([
      'diagnose',
      await saved(),
      '--data',
      tableFile(),
      '--label',
      'kind',
    ]);
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
    expect(stdout).to.match(/^healthy: no fault/);
  });

  it('names the fault of another, in JSON if asked, and ends with 1', async () => {
    const args = ['diagnose', await saved(0.01), '--data', tableFile(), '--label', 'kind', '--json'];
    const { code, stdout } = await initlab(args);
    expect(code).to.equal(1);
    const { verdict, findings } = JSON.parse(stdout);
    expect(verdict).to.equal('unhealthy');
    expect(findings[0]).to.include({ kind: 'vanishingForward', layer: 'hidden1' });
  });

  it('says what is missing, and ends with 2', async () => {
    const nothing = await initlab(['diagnose', '/nowhere', '--data', tableFile(), '--label', 'kind']);
    expect(nothing.code).to.equal(2);
    expect(nothing.stderr).to.contain('cannot be read');
    expect((await initlab(['diagnose'])).code).to.equal(2);
  });
});
