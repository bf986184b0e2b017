import { expect } from 'chai';
import { type CellFailure, describeFailure } from 'initlab-kernel';

const failure: CellFailure = {
  notebook: 'notebooks/x.ipynb',
  cell: 3,
  line: 2,
  kind: 'error',
  ename: 'TypeError',
  evalue: 'f is not a function',
  traceback: ['TypeError: f is not a function', '    at In [3]:2:1'],
};

describe('describeFailure', () => {
  it('begins with notebook, cell, line and error, and does not repeat the error', () => {
    expect(describeFailure(failure)).to.equal(
      'notebooks/x.ipynb, cell In [3], line 2: TypeError: f is not a function\n        at In [3]:2:1',
    );
  });

  it('shortens a long traceback', () => {
    const traceback = [failure.traceback[0], ...Array(50).fill('    at In [3]:2:1')];
    expect(describeFailure({ ...failure, traceback }).split('\n')).to.have.length.below(20);
  });

  it('keeps the caret of a type error under its word', () => {
    const evalue = "Cannot find name 'x'.";
    const traceback = [`TypeScriptError: ${evalue}`, 'In [3]:2:1 - error TS2304: …', '', '2 x', '  ~'];
    const text = describeFailure({ ...failure, ename: 'TypeScriptError', evalue, traceback });
    expect(text.split('\n').slice(-2)).to.deep.equal(['    2 x', '      ~']);
  });

  it('describes a failure without a cell and a line', () => {
    const { line: _line, ...rest } = failure;
    const died: CellFailure = { ...rest, cell: 0, kind: 'died', ename: 'KernelDied', evalue: 'gone', traceback: [] };
    expect(describeFailure(died)).to.equal('notebooks/x.ipynb, before the first cell: KernelDied: gone');
  });
});
