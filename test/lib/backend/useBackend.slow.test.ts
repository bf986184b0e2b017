import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { getBackend, matMul, square, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { useBackend } from 'initlab';

const root = join(import.meta.dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'initlab-backend-'));

/**
 * Code that replaces tfjs-node: the cpu backend under the name tensorflow. `atFirst` runs when it
 * loads, `always` before each sum.
 */
const addon = ({ atFirst = '', always = '' }): string => `
  const tf = require('@tensorflow/tfjs-core');
  const { MathBackendCPU } = require('@tensorflow/tfjs-backend-cpu');
  ${atFirst};
  tf.registerBackend('tensorflow', () => Object.assign(new MathBackendCPU(), { firstUse: false }), 3);
  for (const kernel of tf.getKernelsForBackend('cpu')) {
    const kernelFunc = (parameters) => { if (kernel.kernelName === 'Add') { ${always} } return kernel.kernelFunc(parameters); };
    tf.registerKernel({ ...kernel, backendName: 'tensorflow', kernelFunc });
  }
  tf.setBackend('tensorflow');`;

const NOT_INSTALLED = `throw Object.assign(new Error("Cannot find module '@tensorflow/tfjs-node'"), { code: 'MODULE_NOT_FOUND' })`;

/**
 * Runs a program with `tfjsNode` as the code of tfjs-node, and returns what it prints on both
 * streams.
 */
async function printed(program: string, tfjsNode: string): Promise<string> {
  const file = join(folder, 'tfjs-node.cjs');
  const preload = join(folder, 'preload.cjs');
  writeFileSync(file, tfjsNode.replaceAll("require('@", `require('${root}/node_modules/@`));
  writeFileSync(
    preload,
    `const Module = require('node:module');
     const resolve = Module._resolveFilename;
     Module._resolveFilename = (name, ...rest) => name === '@tensorflow/tfjs-node' ? ${JSON.stringify(file)} : resolve(name, ...rest);
     delete require('node:util').isNullOrUndefined;`,
  );
  const code = `import { useBackend } from 'initlab'; import * as tf from '@tensorflow/tfjs-core'; ${program}`;
  const options = { cwd: join(root, 'test'), env: { ...process.env, NODE_OPTIONS: '' } };
  const args = ['--require', preload, '--input-type=module', '--eval', code];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, options);
  return stderr + stdout;
}

const AUTO = 'console.log((await useBackend()).message, tf.getBackend())';

describe('useBackend', () => {
  after(() => rmSync(folder, { recursive: true }));

  it('switches between backends as often as you like, and keeps tensors', async () => {
    expect(await useBackend('cpu')).to.deep.equal({
      name: 'cpu',
      message: 'tfjs runs on cpu (plain JavaScript, slow)',
    });
    const x = tensor1d([1, 2]);
    expect(await useBackend('wasm')).to.deep.equal(await useBackend('wasm'));
    expect(getBackend()).to.equal('wasm');
    expect([...square(x).dataSync()]).to.deep.equal([1, 4]);
  });

  it('shows its message in a notebook and as a string', async () => {
    const backend = await useBackend('wasm');
    expect(String(backend)).to.equal('tfjs runs on wasm with SIMD');
    const shown = (backend as unknown as Record<symbol, () => unknown>)[Symbol.for('Jupyter.display')]();
    expect(shown).to.deep.equal({ 'text/plain': backend.message });
  });

  it('rejects unknown backends and options, and says which are allowed', async () => {
    expect(await failure(useBackend('webgl' as 'cpu'))).to.equal(
      'RangeError: useBackend: the backend is "webgl"; allowed: auto, tensorflow, wasm, cpu',
    );
    expect(await failure(useBackend('cpu', { paths: '/' } as object))).to.equal(
      'TypeError: useBackend: unknown option "paths"; allowed: wasmPaths, fma',
    );
  });

  it('rounds each multiply-add once if fma is set, says whether the machine can, and switches back', async () => {
    const sum = async (fma: boolean): Promise<{ value: number; message: string }> => {
      const { message } = await useBackend('wasm', { fma });
      // (1 + 2^-12)² is 1 + 2^-11 + 2^-24. Rounding before the sum loses the last term.
      const [a, b] = [tensor2d([[1, 1 + 2 ** -12]]), tensor2d([[-1 - 2 ** -11], [1 + 2 ** -12]])];
      return { value: matMul(a, b).dataSync()[0], message };
    };
    const plain = { value: 0, message: 'tfjs runs on wasm with SIMD' };
    expect(await sum(false)).to.deep.equal(plain);
    const fused = await sum(true);
    expect(fused.message).to.match(/^tfjs runs on wasm with SIMD and (no )?fused multiply-add/);
    expect(fused.value).to.be.oneOf(fused.message.includes(' no ') ? [0] : [0, 2 ** -24]);
    expect(await sum(false)).to.deep.equal(plain);
  });

  it('chooses tensorflow if tfjs-node loads, and restores the function that Node 23 removed', async () => {
    const needsUtil = addon({ always: "require('node:util').isNullOrUndefined(1)" });
    expect(await printed(AUTO, needsUtil)).to.equal('tfjs runs on tensorflow (tfjs-node) tensorflow\n');
  });

  it('chooses wasm if tfjs-node is not installed, says so, and prints no banner', async () => {
    const message = 'tfjs runs on wasm with SIMD; not on tensorflow: @tensorflow/tfjs-node is not installed';
    expect(await printed(AUTO, NOT_INSTALLED)).to.equal(`${message} wasm\n`);
    const cpu = "await useBackend('cpu'); console.log(tf.add(1, 2).dataSync()[0])";
    expect(await printed(cpu, NOT_INSTALLED)).to.equal('3\n');
  });

  it('keeps a backend that the program has registered, unless it is asked for another or it fails', async () => {
    const webgl = (always = ''): string => addon({ always }).replaceAll("'tensorflow'", "'webgl'");
    const register = (code: string): string =>
      `(await import('node:module')).createRequire(import.meta.url)('@tensorflow/tfjs-node'); ${code}`;
    const kept = 'tfjs runs on webgl, which the program has registered webgl\n';
    expect(await printed(register(AUTO), webgl().replace(/tf\.setBackend.*/, ''))).to.equal(kept);
    expect(await printed(register(AUTO), webgl())).to.equal(kept);
    const chosen = "console.log((await useBackend('wasm')).message)";
    expect(await printed(register(chosen), webgl())).to.equal('tfjs runs on wasm with SIMD\n');
    const broken = await printed(register(AUTO), webgl("throw new Error('context lost')"));
    expect(broken).to.match(/^tfjs runs on wasm with SIMD; not on webgl: context lost; not on tensorflow: .* wasm\n$/);
  });

  it('leaves a version of the wasm backend alone on which its kernels are not tested, and says so', async () => {
    const program = `const { createRequire } = await import('node:module');
      createRequire(import.meta.url)('@tensorflow/tfjs-backend-wasm').version_wasm = '4.99.0';
      const { message } = await useBackend('wasm');
      console.log(message, tf.add(1, 2).dataSync()[0], tf.getKernel('Conv2DBackpropFilter', 'wasm') === undefined);`;
    expect(await printed(program, NOT_INSTALLED)).to.equal(
      'tfjs runs on wasm 4.99.0 with the kernels of tfjs, because those of initlab are tested on 3.21 to 4.22 3 true\n',
    );
  });

  it('leaves errors that nothing catches to Node, which shows them without the code of the backend', async () => {
    for (const fail of ["throw new Error('bang')", "Promise.reject(new Error('bang'))"]) {
      const code = `import { useBackend } from 'initlab'; await useBackend('wasm'); ${fail}; await new Promise(() => setTimeout(() => {}, 1e4));`;
      const args = ['--input-type=module', '--eval', code];
      const { code: exit, stderr } = await promisify(execFile)(process.execPath, args, {
        cwd: join(root, 'test'),
      }).then(
        () => expect.fail('the program did not fail'),
        (error: { code: number; stderr: string }) => error,
      );
      expect(exit).to.equal(1);
      expect(stderr).to.include('Error: bang').and.to.have.lengthOf.below(1000);
    }
  });

  it('names each reason why tensorflow is not available', async () => {
    const reasons = {
      'it says that 1 + 1 is 0': addon({
        always: 'parameters = { ...parameters, inputs: { a: tf.tensor([0]), b: tf.tensor([0]) } }',
      }),
      'broken at the first operation': addon({ always: "throw new Error('broken at the first operation')" }),
      '@tensorflow/tfjs-node uses another copy of @tensorflow/tfjs-core': '',
      '@tensorflow/tfjs-node does not load: wrong ELF class': "throw new Error('wrong ELF class\\n- x.node')",
      '@tensorflow/tfjs-node is installed without its native addon':
        "throw new Error('The Node.js native addon module (tfjs_binding.node) can not be found at path: x')",
    };
    for (const [reason, tfjsNode] of Object.entries(reasons)) {
      expect(await printed(AUTO, tfjsNode)).to.equal(
        `tfjs runs on wasm with SIMD; not on tensorflow: ${reason} wasm\n`,
      );
    }
    const chosen = "await useBackend('tensorflow').catch((error) => console.log(error.message))";
    expect(await printed(chosen, NOT_INSTALLED)).to.equal(
      'useBackend("tensorflow"): tfjs does not run on tensorflow: @tensorflow/tfjs-node is not installed\n',
    );
  });
});

async function failure(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'no error',
    (error) => String(error),
  );
}
