import { expect } from 'chai';
import { parseCsv, parseCsvBytes } from '../../../../lib/src/train/data/parseCsv.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Parses a text, and reads the fields of its records. */
const readAll = (text: string): object[] => parseCsv(text, 'f').map(({ line, fields }) => ({ line, fields }));

describe('parseCsv', () => {
  it('reads lines without quotes as it reads the same lines with quotes', () => {
    for (const text of [
      'a,b\n1,2\n',
      'a,b\r\n1,2\r\n\r\n3,4',
      'a;b\n\n\n1; 2 \n',
      'a\n',
      'a,b\n,\n',
      'a\tb\n\u00fc\t\u{1f600}',
    ]) {
      const quoted = `${text.replace('a', '"a"')}`;
      expect(readAll(text)).to.deep.equal(readAll(quoted));
    }
    expect(readAll('a,b\n\n1,2')).to.deep.equal([
      { line: 1, fields: ['a', 'b'] },
      { line: 3, fields: ['1', '2'] },
    ]);
  });

  it('reports the line of a record of another length, with and without quotes', () => {
    for (const text of ['a,b\n\n1,2\n3\n', '"a",b\n\n1,2\n3\n'])
      expect(() => parseCsv(text, 'f')).to.throw('f: line 4: 1 field, but the lines before have 2.');
  });

  it('reads a file in parts that end between two lines', () => {
    const long = 'x'.repeat(2000);
    const lines = Array.from({ length: 3000 }, (_, i) => `${i},${long}\u00fc`);
    const records = parseCsvBytes(bytes(lines.join('\n')), 'f');
    expect(records).to.have.length(3000);
    expect(records.every(({ line, fields }, i) => line === i + 1 && fields[0] === String(i))).to.equal(true);
    expect(records.at(-1)?.fields[1]).to.equal(`${long}\u00fc`);
    const quoted = parseCsvBytes(bytes(`${lines.join('\n')}\n7,"a\nb"`), 'f');
    expect(quoted.at(-1)?.fields).to.deep.equal(['7', 'a\nb']);
  });
});
