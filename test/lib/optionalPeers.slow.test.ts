import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';

const ROOT = join(import.meta.dirname, '../..');

describe('the package in a project without optional peers', function () {
  this.timeout(60_000);
  let project: string;

  before(() => {
    project = mkdtempSync(join(tmpdir(), 'initlab-project-'));
    const installed = join(project, 'node_modules/initlab');
    mkdirSync(installed, { recursive: true });
    cpSync(join(ROOT, 'lib/package.json'), join(installed, 'package.json'));
    cpSync(join(ROOT, 'lib/dist'), join(installed, 'dist'), { recursive: true });
    install('csv-parse', 'plotly.js-cartesian-dist-min');
  });

  after(() => rmSync(project, { recursive: true }));

  function install(...names: string[]): void {
    mkdirSync(join(project, 'node_modules/@tensorflow'), { recursive: true });
    for (const name of names) {
      const link = join(project, 'node_modules', name);
      if (!existsSync(link)) symlinkSync(join(ROOT, 'node_modules', name), link, 'junction');
    }
  }

  async function run(program: string): Promise<string> {
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], {
      cwd: project,
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    return stdout.trim();
  }

  it('makes figures without TensorFlow.js', async () => {
    const program = `import { figure, show } from 'initlab/plot';
      show(figure({ title: 'Squares', x: { title: 'n' }, y: { title: 'n²' }, data: [{ y: [1, 4, 9] }] }));`;
    expect(await run(program)).to.equal('[plot] Squares');
  });

  it('names the package that a figure needs if the figure is not cartesian', async () => {
    const program = `import { figure, show } from 'initlab/plot';
      const data = [{ type: 'scatter3d', x: [1], y: [1], z: [1] }];
      try {
        show(figure({ title: 'Space', x: { title: 'x' }, y: { title: 'y' }, data }));
      } catch (error) {
        console.log(error.message);
      }`;
    expect(await run(program)).to.equal(
      'show: this figure needs the package plotly.js-dist. Run: npm install plotly.js-dist',
    );
  });

  it('makes weights and predictions without TensorFlow.js', async () => {
    const program = `import { heNormal, predict, random } from 'initlab';
      console.log(heNormal()(random(1), [2, 2]).length, predict({ widths: [4, 4], init: heNormal() }).length);`;
    expect(await run(program)).to.equal('4 2');
  });

  it('names the package of TensorFlow.js that a function needs if it is not installed', async () => {
    const error = await run(`import { heNormal, toLayersInitializer } from 'initlab';
      try {
        toLayersInitializer(heNormal(), 1);
      } catch (error) {
        console.log(error.message);
      }`);
    expect(error).to.equal(
      'initlab: this function needs the package @tensorflow/tfjs-layers. Run: npm install @tensorflow/tfjs-layers',
    );
  });

  it('names both copies of TensorFlow.js if the program has loaded another one', async () => {
    const inner = join(project, 'node_modules/initlab/node_modules/@tensorflow/tfjs-layers');
    install('@tensorflow/tfjs-core', '@tensorflow/tfjs-layers');
    mkdirSync(inner, { recursive: true });
    writeFileSync(join(inner, 'package.json'), '{ "version": "4.20.0", "main": "index.js" }');
    writeFileSync(join(inner, 'index.js'), '');
    const error = await run(`import '@tensorflow/tfjs-layers';
      import { heNormal, toLayersInitializer } from 'initlab';
      try {
        toLayersInitializer(heNormal(), 1);
      } catch (error) {
        console.log(error.message);
      }`);
    rmSync(join(project, 'node_modules/initlab/node_modules'), { recursive: true });
    const [first, program, library, advice] = error.split('\n');
    expect(first).to.include('another copy of @tensorflow/tfjs-layers');
    expect(program).to.match(/the program: .*node_modules[\\/]@tensorflow[\\/]tfjs-layers \(version 4\.22\.0\)/);
    expect(library).to.match(/initlab: .*initlab[\\/]node_modules[\\/].*tfjs-layers \(version 4\.20\.0\)/);
    expect(advice).to.include('npm dedupe').and.to.include('overrides');
  });

  it('reports for each backend that its package is not installed', async () => {
    install('@tensorflow/tfjs-core', '@tensorflow/tfjs-layers');
    const [auto, wasm] = (
      await run(`import { heNormal, random, useBackend } from 'initlab';
        heNormal()(random(1), [2, 2]);
        for (const name of ['auto', 'wasm']) await useBackend(name).catch(({ message }) => console.log(message));`)
    ).split('\n');
    expect(auto).to.equal(
      'useBackend("auto"): tfjs does not run on tensorflow: @tensorflow/tfjs-node is not installed; ' +
        'not on wasm: @tensorflow/tfjs-backend-wasm is not installed; ' +
        'not on cpu: @tensorflow/tfjs-backend-cpu is not installed',
    );
    expect(wasm).to.equal(
      'useBackend("wasm"): tfjs does not run on wasm: @tensorflow/tfjs-backend-wasm is not installed',
    );
  });
});
