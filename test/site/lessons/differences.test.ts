import { expect } from 'chai';
import type { CodeCell, Notebook, Output } from 'initlab-kernel';
import { PLOTLY } from '../../../site/src/figures/plotBundles.js';
import { differences } from '../../../site/src/lessons/differences.js';

function notebook(outputs: Output[], more: Partial<CodeCell> = {}): Notebook {
  const cell: CodeCell = { cell_type: 'code', metadata: {}, source: 'f()', outputs, execution_count: 1, ...more };
  return { cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 };
}

function text(text: string): Output {
  return { output_type: 'stream', name: 'stdout', text };
}

function plot(y: number[], png = ''): Output {
  const data = { [PLOTLY]: { data: [{ y }] }, 'text/plain': '[plot] y', ...(png && { 'image/png': png }) };
  return { output_type: 'display_data', metadata: {}, data };
}

describe('the comparison of committed outputs with new outputs', () => {
  it('finds no difference between equal outputs, and ignores pictures and the scripts of plots', () => {
    const committed = notebook([text('gain 1.5925'), plot([1, 2], 'AAAA')]);
    const live = plot([1, 2]) as { data: Record<string, unknown> };
    live.data['text/html'] = '<script></script>';
    expect(differences(committed, notebook([text('gain 1.5925'), live as Output]))).to.deep.equal([]);
  });

  it('lets numbers differ by a millionth, in text and in plots', () => {
    expect(differences(notebook([text('q = 1.0000000')]), notebook([text('q = 1.0000009')]))).to.deep.equal([]);
    expect(differences(notebook([plot([-2])]), notebook([plot([-2.000001])]))).to.deep.equal([]);
    expect(differences(notebook([text('q = 1.00000')]), notebook([text('q = 1.00001')]))).to.have.length(1);
    expect(differences(notebook([plot([1, 2])]), notebook([plot([1, 2.00001])]))).to.deep.equal([
      `code cell 1: outputs.0.data.${PLOTLY}.data.0.y.1 is 2 as committed and 2.00001 when run`,
    ]);
  });

  it('finds a changed word, a changed sign, a missing or extra output, and a changed order of cells', () => {
    expect(differences(notebook([text('learns')]), notebook([text('stalls')]))).to.have.length(1);
    expect(differences(notebook([text('-1')]), notebook([text('1')]))).to.have.length(1);
    expect(differences(notebook([text('1')]), notebook([]))).to.have.length(1);
    expect(differences(notebook([]), notebook([plot([1])]))).to.have.length(1);
    expect(differences(notebook([]), notebook([], { execution_count: 2 }))).to.have.length(1);
    expect(differences(notebook([]), { ...notebook([]), cells: [] })).to.have.length(1);
  });

  it('accepts a wider tolerance in the metadata of a cell only with a reason', () => {
    const wide = { tolerance: 0.01 };
    const [committed, run] = [text('loss 1.00'), text('loss 1.005')];
    const reasoned = notebook([committed], { metadata: { initlab: { ...wide, why: 'threads' } } });
    expect(differences(reasoned, notebook([run]))).to.deep.equal([]);
    expect(differences(notebook([committed], { metadata: { initlab: wide } }), notebook([run]))[0]).to.contain('why');
  });
});
