import { inspect } from 'node:util';
import { expect } from 'chai';
import { table } from 'initlab';

function bundle(value: object): Record<string, string> {
  return (value as Record<symbol, () => Record<string, string>>)[Symbol.for('Jupyter.display')]();
}

describe('table', () => {
  const rows = [
    { layer: 1, name: 'he', variance: 1.03456 },
    { layer: 20, name: 'xavier', variance: 0.25, note: 'halved' },
  ];

  it('has a row for each object and a column for every key, and aligns numbers to the right', () => {
    expect(String(table(rows)).split('\n')).to.deep.equal([
      'layer  name    variance  note',
      '    1  he         1.035',
      '   20  xavier      0.25  halved',
    ]);
    expect(inspect(table(rows))).to.equal(String(table(rows)));
  });

  it('shows only the requested columns and digits', () => {
    const text = String(table(rows, { columns: ['variance', 'layer'], digits: 2 }));
    expect(text.split('\n')).to.deep.equal(['variance  layer', '       1      1', '    0.25     20']);
  });

  it('keeps all digits of whole numbers up to 2⁵³', () => {
    const text = String(table([{ n: 123456789 }, { n: 1.0938067514948236e24 }, { n: Number.POSITIVE_INFINITY }]));
    expect(text.split('\n').map((line) => line.trim())).to.deep.equal(['n', '123456789', '1.094e24', 'Infinity']);
  });

  it('is shown as HTML in a notebook, with the same table as text', () => {
    const { 'text/html': html, 'text/plain': plain } = bundle(table(rows));
    expect(plain).to.equal(String(table(rows)));
    expect(html.match(/<tr>/g)).to.have.length(3);
    expect(html).to.contain('<td style="text-align: right">1.035</td>').and.to.contain('>halved</td>');
  });

  it('escapes HTML in keys and values', () => {
    const html = bundle(table([{ '<b>&': '<script>"x"</script>' }]))['text/html'];
    expect(html)
      .to.contain('&lt;b&gt;&amp;')
      .and.to.contain('&lt;script&gt;&quot;x&quot;')
      .and.not.to.contain('<script');
  });

  it('shows nulls, arrays and multi-line text in one cell', () => {
    expect(String(table([{ a: null, b: [1, 2], c: 'x\ny' }])).split('\n')).to.deep.equal([
      'a  b         c',
      '   [ 1, 2 ]  x y',
    ]);
  });

  it('is an empty text without rows', () => {
    expect(String(table([]))).to.equal('');
  });

  it('refuses a number of digits out of range', () => {
    expect(() => table(rows, { digits: 0 })).to.throw(RangeError, 'from 1 to 17, not 0');
  });

  it('has a Markdown form for front-ends that do not trust HTML', () => {
    const bundle = (table([{ 'a|b': 1, c: '<x>' }]) as Record<symbol, () => Record<string, string>>)[
      Symbol.for('Jupyter.display')
    ]();
    expect(bundle['text/markdown']).to.equal('| a\\|b | c |\n| --: | :-- |\n| 1 | \\<x\\> |');
  });
});
