import { expect } from 'chai';
import { activation, type RecommendOptions, recommend } from 'initlab';
import { readNotebook } from 'initlab-kernel';
import ts from 'typescript';
import { lessonTables, type Row } from './pytorch/tables.js';

/** The layers of the decision page with their options, from the code of its cells. */
function layersOfPage(): [string, RecommendOptions][] {
  const cells = readNotebook('notebooks/which-initializer.ipynb').cells;
  const groups = cells.filter(({ source }) => /^const \w+: Record<string, RecommendOptions> = /.test(source));
  const code = groups.map(({ source }) => source).filter((source) => !source.includes('const topics'));
  const { outputText } = ts.transpileModule(code.join('\n'), {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  const names = [...code.join('\n').matchAll(/^const (\w+): Record/gm)].map(([, name]) => `...${name}`);
  const layers = new Function('activation', `${outputText}; return { ${names.join(', ')} };`)(activation);
  return Object.entries(layers);
}

const shown = (columns: string[]): Row[] =>
  lessonTables(columns).find(({ lesson }) => lesson === 'which-initializer')?.shown ?? [];

describe('the decision page', () => {
  it('shows for each layer what recommend recommends', () => {
    const expected = layersOfPage().map(([layer, options]) => {
      const { code, bias } = recommend(options);
      return { layer, initlab: code, bias };
    });
    expect(expected.length).to.be.above(25);
    const rows = shown(['layer', 'initlab', 'bias']);
    expect(rows.map(({ layer, initlab, bias }) => ({ layer, initlab, bias }))).to.deep.equal(expected);
  });

  it('shows for each layer the calls of other libraries', () => {
    const calls = layersOfPage().map(([layer, options]) => ({ layer, ...recommend(options).calls }));
    expect(shown(['layer', 'PyTorch'])).to.deep.equal(calls.map(({ layer, pytorch: PyTorch }) => ({ layer, PyTorch })));
    expect(shown(['layer', 'Keras', 'JAX'])).to.deep.equal(
      calls.map(({ layer, keras: Keras, jax: JAX }) => ({ layer, Keras, JAX })),
    );
  });

  it('names every layer that recommend knows', () => {
    const layers = new Set(layersOfPage().map(([, { layer = 'dense' }]) => layer));
    const known = 'dense conv depthwise convTranspose embedding rnn lstm gru attention output'.split(' ');
    expect([...layers].sort()).to.deep.equal(known.sort());
  });
});
