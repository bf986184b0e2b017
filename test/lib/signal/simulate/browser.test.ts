import { createContext, runInContext } from 'node:vm';
import { expect } from 'chai';
import { build } from 'esbuild';
import { heNormal, simulate } from 'initlab';

const source = `
  import { heNormal } from './lib/src/init/he.ts';
  import { simulate } from './lib/src/signal/simulate/simulate.ts';
  const options = { widths: [20, 30, 10], activation: 'relu', init: heNormal(), trials: 4, seed: 1, jobs: 2 };
  result = simulate(options).then(({ layers }) => JSON.stringify(layers.map((layer) => layer.activation.secondMoment)));`;

describe('simulate in a browser', () => {
  for (const simd of [true, false]) {
    it(`runs on one thread and gives the same numbers as Node.js, ${simd ? 'with' : 'without'} WebAssembly`, async () => {
      const { outputFiles, warnings } = await build({
        stdin: { contents: source, resolveDir: `${import.meta.dirname}/../../../..`, loader: 'ts' },
        bundle: true,
        write: false,
        platform: 'browser',
        format: 'esm',
        define: { 'import.meta.url': '"https://example.org/page.js"' },
        logLevel: 'silent',
      });
      expect(warnings).to.deep.equal([]);
      const page = createContext({ result: undefined, performance, setTimeout });
      if (!simd) runInContext('delete globalThis.WebAssembly', page);
      runInContext(outputFiles[0].text, page);
      const { layers } = await simulate({
        widths: [20, 30, 10],
        activation: 'relu',
        init: heNormal(),
        trials: 4,
        seed: 1,
      });
      const expected = layers.map(({ activation }) => activation.secondMoment);
      expect(JSON.parse(await page.result)).to.deep.equal(expected);
    });
  }
});
