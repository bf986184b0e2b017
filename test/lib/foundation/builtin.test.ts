import { createContext, runInContext } from 'node:vm';
import { expect } from 'chai';
import { build } from 'esbuild';

const ROOT = `${import.meta.dirname}/../../..`;

/** Runs a program as a browser does, with some properties of `globalThis` besides. */
async function runInPage(source: string, globals: Record<string | symbol, unknown>): Promise<unknown> {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: ROOT, loader: 'ts' },
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    define: { 'import.meta.url': '"https://example.org/page.js"' },
    logLevel: 'silent',
  });
  const page = createContext({ result: undefined, console, crypto, performance, ...globals });
  runInContext(outputFiles[0].text, page);
  return page.result;
}

describe("Node's modules in a page", () => {
  it('are missing, and the error says so', async () => {
    const source = `import { builtin } from './lib/src/foundation/builtin.ts';
try { builtin('node:fs'); } catch (error) { result = error.message; }`;
    expect(await runInPage(source, {})).to.equal(
      'initlab: this function needs node:fs, which browsers lack; run it in Node.js',
    );
  });

  it('may be modules of the page, from which data sets are read', async () => {
    const source = `import { loadIdx } from './lib/src/train/data/loadIdx.ts';
result = JSON.stringify([loadIdx('/data/a').shape, [...loadIdx('/data/a').data]]);`;
    const modules: Record<string, object> = {
      'node:fs': { readFileSync: () => Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 7, 8, 9) },
    };
    const result = await runInPage(source, { [Symbol.for('initlab.builtin')]: (name: string) => modules[name] });
    expect(JSON.parse(result as string)).to.deep.equal([[3], [7, 8, 9]]);
  });

  it('are not needed to show a figure, which the page draws from its JSON', async () => {
    const source = `import { show } from './lib/src/plot/show.ts';
show({ data: [], layout: { title: { text: 'a figure' } }, config: {} });`;
    const shown: { data: object }[] = [];
    await runInPage(source, {
      [Symbol.for('Jupyter.displayData')]: (content: { data: object }) => shown.push(content),
    });
    expect(shown.map(({ data }) => Object.keys(data))).to.deep.equal([
      ['application/vnd.plotly.v1+json', 'text/plain'],
    ]);
  });
});
