import { expect } from 'chai';
import { formatTable, installConsoleTable } from '../../../../kernel/src/engine/output/consoleTable.js';

describe('console.table', () => {
  const table = console.table;
  afterEach(() => {
    console.table = table;
  });

  it('shows rows as HTML, and as the text that Node.js prints', () => {
    const bundle = formatTable([{ a: 1, b: '<x>' }, { a: 2 }]);
    expect(bundle['text/html']).to.contain('<tr><th>(index)</th><th>a</th><th>b</th></tr>');
    expect(bundle['text/html']).to.contain('<tr><td>0</td><td>1</td><td>&lt;x&gt;</td></tr>');
    expect(bundle['text/html']).to.contain('<tr><td>1</td><td>2</td><td></td></tr>');
    expect(bundle['text/markdown']).to.equal(
      '| (index) | a | b |\n| --- | --- | --- |\n| 0 | 1 | \\<x\\> |\n| 1 | 2 |  |',
    );
    expect(bundle['text/plain']).to.match(/^┌─/).and.to.contain('(index)').and.to.contain("'<x>'");
  });

  it('shows only the requested columns, and has a column for values that are not objects', () => {
    expect(formatTable(['x'])['text/html'])
      .to.contain('<th>Values</th></tr>')
      .and.to.contain('<td>x</td>');
    expect(formatTable([{ a: 1, b: 2 }], ['b'])['text/html'])
      .to.contain('<th>b</th>')
      .and.not.to.contain('<th>a</th>');
    expect(formatTable(new Map([['k', { a: 1 }]]))['text/html']).to.contain('<tr><td>k</td><td>1</td></tr>');
  });

  it('shows a table as one display, and logs other values', () => {
    const shown: unknown[] = [];
    const logged: unknown[] = [];
    const log = console.log;
    console.log = (value: unknown) => logged.push(value);
    try {
      installConsoleTable((content, update) => shown.push([Object.keys(content.data), update]));
      console.table([{ a: 1 }]);
      console.table(5);
    } finally {
      console.log = log;
    }
    expect(shown).to.deep.equal([[['text/html', 'text/markdown', 'text/plain'], false]]);
    expect(logged).to.deep.equal([5]);
  });
});
