import { join } from 'node:path';
import { expect } from 'chai';
import { type BuildResult, build } from 'esbuild';
import { heNormal, predict, random, simulate, table, useBackend } from 'initlab';
import { sharedBrowser } from '../site/support/sharedBrowser.js';

/** Program that runs in this process and, as source, in a page. */
async function results(initlab: {
  heNormal: typeof heNormal;
  predict: typeof predict;
  random: typeof random;
  simulate: typeof simulate;
  table: typeof table;
  useBackend: typeof useBackend;
}): Promise<unknown> {
  const { heNormal, predict, random, simulate, table, useBackend } = initlab;
  const net = { widths: [16, 16, 16], activation: 'relu' } as const;
  return {
    weights: [...heNormal()(random(1), [2, 2])],
    simulated: await simulate({ ...net, init: heNormal(), trials: 3, seed: 1 }),
    predicted: predict({ ...net, weightVariance: 2 / 16 }),
    table: String(table([{ layer: 1, variance: 0.25 }])),
    backend: (await useBackend('cpu')).name,
  };
}

/** Reads JSON, rounded to twelve digits: engines differ in the last digit of logarithms. */
function rounded(json: string): unknown {
  return JSON.parse(json, (_, value) => (typeof value === 'number' ? Number(value.toPrecision(12)) : value));
}

/** Bundles a program for a browser. */
async function bundleForBrowser(contents: string, minify = false): Promise<BuildResult<{ write: false }>> {
  return build({
    stdin: { contents, resolveDir: join(import.meta.dirname, '..') },
    bundle: true,
    write: false,
    minify,
    format: 'iife',
    platform: 'browser',
    define: { 'import.meta.url': '"https://example.org/page.js"' },
    logLevel: 'silent',
  });
}

/** The largest minified bundle of an initializer and the generator. */
const MOST_BYTES = 40_000;

describe('the bundle for a browser', function () {
  this.timeout(120_000);

  it(`has at most ${MOST_BYTES} bytes for an initializer and the generator`, async () => {
    const { outputFiles, warnings } = await bundleForBrowser(
      `import { heNormal, random } from 'initlab'; window.weights = heNormal()(random(1), [2, 2]);`,
      true,
    );
    expect(warnings).to.deep.equal([]);
    expect(outputFiles[0].contents.length).to.be.within(10_000, MOST_BYTES);
  });

  it('needs none of Node’s own modules, and computes what Node computes', async () => {
    const contents = `import { heNormal, predict, random, simulate, table, useBackend } from 'initlab';
window.run = () => (${results})({ heNormal, predict, random, simulate, table, useBackend });`;
    const { outputFiles, warnings } = await bundleForBrowser(contents);
    expect(warnings).to.deep.equal([]);
    const page = await (await sharedBrowser()).newPage();
    await page.evaluate(outputFiles[0].text);
    const inPage = await page.evaluate('run().then(JSON.stringify)');
    const here = await results({ heNormal, predict, random, simulate, table, useBackend });
    expect(rounded(inPage as string)).to.deep.equal(rounded(JSON.stringify(here)));
  });
});
