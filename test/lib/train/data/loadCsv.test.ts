import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { type CsvOptions, DataError, loadCsv } from 'initlab/tasks';

describe('loadCsv', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'initlab-csv-'));
  });

  after(() => rmSync(folder, { recursive: true }));

  function file(content: string | Uint8Array): string {
    const path = join(folder, 'some.csv');
    writeFileSync(path, content);
    return path;
  }

  const flowers = 'length,width,species\n5.1,3.5,setosa\n7,-3.2e0,versicolor\n.5,1,setosa\n';

  it('reads columns of numbers and classes', () => {
    const { x, y, features, classes, dropped } = loadCsv(file(flowers), { label: 'species' });
    expect(x.shape).to.deep.equal([3, 2]);
    expect(x.data).to.deep.equal(Float32Array.of(5.1, 3.5, 7, -3.2, 0.5, 1));
    expect(y).to.deep.equal({ shape: [3], data: Int32Array.of(0, 1, 0) });
    expect({ features, classes, dropped }).to.deep.equal({
      features: ['length', 'width'],
      classes: ['setosa', 'versicolor'],
      dropped: 0,
    });
  });

  it('reads a column of numbers to predict', () => {
    const { x, y } = loadCsv(file(flowers), { target: 'width', features: ['length'] });
    expect(x).to.deep.equal({ shape: [3, 1], data: Float32Array.of(5.1, 7, 0.5) });
    expect(y).to.deep.equal({ shape: [3, 1], data: Float32Array.of(3.5, -3.2, 1) });
  });

  it('reads features alone', () => {
    const table = loadCsv(file('a,b\n1,2\n'));
    expect(table).to.not.have.property('y');
    expect(table.x.data).to.deep.equal(Float32Array.of(1, 2));
  });

  it('takes the first line as names if none of its fields is a number, unless header says otherwise', () => {
    expect(loadCsv(file('1,2\n3,4\n')).features).to.deep.equal(['0', '1']);
    expect(loadCsv(file('1,2\n3,4\n')).x.shape).to.deep.equal([2, 2]);
    expect(loadCsv(file('1,2\n3,4\n'), { header: true })).to.deep.include({ features: ['1', '2'] });
    expect(loadCsv(file('red,blue\nblue,red\n'), { header: false, features: [], label: 1 }).classes).to.deep.equal([
      'blue',
      'red',
    ]);
  });

  it('takes columns by index too', () => {
    const { x, y } = loadCsv(file('7,1,2\n8,3,4\n'), { label: 0, features: [2] });
    expect(x.data).to.deep.equal(Float32Array.of(2, 4));
    expect(y.data).to.deep.equal(Int32Array.of(0, 1));
  });

  it('sorts numeric classes by value', () => {
    expect(loadCsv(file('x,y\n1,10\n1,9\n1,2\n'), { label: 'y' }).classes).to.deep.equal(['2', '9', '10']);
  });

  it('detects the delimiter', () => {
    for (const delimiter of [',', ';', '\t', '|']) {
      const text = ['"a, b; c"', 'd', 'e'].join(delimiter);
      expect(loadCsv(file(`${text}\n${[1, 2, 3].join(delimiter)}\n`)).features).to.deep.equal(['a, b; c', 'd', 'e']);
    }
    expect(loadCsv(file('a:b\n1:2\n'), { delimiter: ':' }).x.shape).to.deep.equal([1, 2]);
  });

  it('reads quoted fields with delimiters, quotes and line breaks, a byte order mark, Windows line ends and blank lines', () => {
    const text = '\ufeffx,"the ""class"",\nin words"\r\n\r\n1,"a\r\nb"\r\n"2",c\r\n\r\n';
    const { x, classes } = loadCsv(file(text), { label: 'the "class",\nin words' });
    expect(x.data).to.deep.equal(Float32Array.of(1, 2));
    expect(classes).to.deep.equal(['a\r\nb', 'c']);
  });

  it('reads a gzipped file', () => {
    expect(loadCsv(file(gzipSync('a\n1\n'))).x.data).to.deep.equal(Float32Array.of(1));
  });

  it('drops records with missing values, or fills in the mean, as the option missing says', () => {
    const gaps = 'a,b,c\n1,NA,x\n2,4,\n,?,y\n3,8,z\n';
    const dropped = loadCsv(file(gaps), { label: 'c', missing: 'drop' });
    expect(dropped.x.data).to.deep.equal(Float32Array.of(3, 8));
    expect(dropped.dropped).to.equal(3);
    const filled = loadCsv(file(gaps), { features: ['a', 'b'], missing: 'mean' });
    expect(filled.x.data).to.deep.equal(Float32Array.of(1, 6, 2, 4, 2, 6, 3, 8));
  });

  it('names the file, line and column of each error', () => {
    const wrong: [string | Uint8Array, CsvOptions, RegExp][] = [
      ['a,b\n1,2\n3,x\n', {}, /some\.csv: line 3, column b: "x" is not a number\. Choose the columns/],
      ['a,b\n1,2\n\n3,1e39\n', {}, /line 4, column b: "1e39" is not a number of float32/],
      ['a,b\n1,2\n3,\n', {}, /line 3, column b: the value is missing\. Pass missing: 'drop'/],
      ['a,b\n1,\n', { label: 'b', missing: 'mean' }, /line 2, column b: the value is missing/],
      ['a,b\n1,NA\n', { missing: 'mean' }, /column b has no value/],
      ['a,b\n1,2\n3\n', {}, /line 3: 1 field, but the lines before have 2/],
      ['a,b\n1,"2\n3,4\n', {}, /line \d: the file ends within a quoted field/],
      ['a,b\n1,"x"y\n', {}, /line 2: Invalid Closing Quote/],
      ['a,a\n1,2\n', {}, /two columns are called a/],
      ['a,b\n', {}, /the file has no records/],
      ['', {}, /the file has no records/],
      [Uint8Array.of(0x61, 0x0a, 0xff, 0xfe), {}, /not text in UTF-8/],
      ['a,b\n1,x\n', { target: 'b' }, /column b: "x" is not a number\. If the column holds classes, pass it as label/],
      [
        'a,b\n1,2\n',
        { features: ['a', 'b'], label: 'b' },
        /column b is to be predicted, and is among the features too/,
      ],
      ['a,b\n1,2\n', { label: 'c' }, /there is no column "c"; the columns are a, b/],
      ['a,b\n1,2\n', { features: [2] }, /there is no column 2; the columns are a, b/],
    ];
    for (const [content, options, message] of wrong) {
      expect(() => loadCsv(file(content), options), String(message)).to.throw(DataError, message);
    }
    expect(() => loadCsv(join(folder, 'none.csv'))).to.throw(DataError, /none\.csv: there is no such file/);
  });

  it('gives its errors a code, a line and a column', () => {
    const wrong: [string | Uint8Array, CsvOptions, Partial<DataError>][] = [
      ['a,b\n1,2\n3,x\n', {}, { code: 'notNumber', line: 3, column: 'b', problem: '"x" is not a number.' }],
      ['a,b\n1,2\n3,\n', {}, { code: 'missing', line: 3, column: 'b', problem: 'the value is missing.' }],
      ['a,b\n1,NA\n', { missing: 'mean' }, { code: 'noValues' }],
      ['a,b\n1,2\n3\n', {}, { code: 'ragged', line: 3, column: undefined }],
      ['a,b\n1,"x"y\n', {}, { code: 'notCsv', line: 2 }],
      ['a,a\n1,2\n', {}, { code: 'duplicateColumn' }],
      ['', {}, { code: 'empty' }],
      [Uint8Array.of(0x61, 0x0a, 0xff, 0xfe), {}, { code: 'notUtf8', advice: 'Save it again as UTF-8.' }],
      ['a,b\n1,2\n', { label: 'c' }, { code: 'unknownColumn' }],
      ['a,b\n1,2\n', { features: [1, 0], target: 'b' }, { code: 'targetInFeatures' }],
    ];
    for (const [content, options, fields] of wrong) {
      expect(() => loadCsv(file(content), options), fields.code)
        .to.throw(DataError)
        .that.includes(fields);
    }
    const none = join(folder, 'none.csv');
    expect(() => loadCsv(none))
      .to.throw(DataError)
      .that.includes({ code: 'notFound', file: none });
  });

  it('rejects options of the wrong type, and a path that is not a string', () => {
    const table = file('a,b\n1,2\n');
    const wrong: [object, string][] = [
      [{ delimiter: '' }, 'delimiter is ""; it must be one character'],
      [{ delimiter: ', ' }, 'delimiter is ", "'],
      [{ delimiter: 3 }, 'delimiter is 3'],
      [{ features: 'a' }, 'features is "a"; it must be a list of columns'],
      [{ header: 'yes' }, 'header is "yes"; it must be true or false'],
    ];
    for (const [options, message] of wrong) expect(() => loadCsv(table, options)).to.throw(TypeError, message);
    expect(() => loadCsv(3 as never)).to.throw(TypeError, 'file is 3; it must be the path of a file');
  });

  it('rejects unknown options and options that contradict each other', () => {
    expect(() => loadCsv(file('a\n1\n'), { lable: 'a' } as object)).to.throw(TypeError, /unknown option "lable"/);
    expect(() => loadCsv(file('a\n1\n'), { label: 'a', target: 'a' })).to.throw(TypeError, /not both/);
    expect(() => loadCsv(file('a\n1\n'), { missing: 'zero' as 'mean' })).to.throw(RangeError, /missing is "zero"/);
  });
});
