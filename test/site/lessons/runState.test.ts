import { expect } from 'chai';
import { describeState, stateAfterRun } from '../../../site/src/lessons/runState.js';
import { code, failed, lesson, notebook, result } from '../support/lessons.js';

describe('the state of a lesson', () => {
  const of = (...outputs: string[]) => notebook(...outputs.map((text) => code('f()', result(text))));
  const ran = (...outputs: string[]) => ({ ...lesson('01-a'), notebook: of(...outputs) });

  it('says after a run whether the outputs are the committed ones', () => {
    expect(stateAfterRun(of('1', '2'), ran('1', '2'))).to.deep.equal({ kind: 'reproduced' });
    const different = stateAfterRun(of('1', '2', '3'), ran('1', '5', '6'));
    expect(different).to.have.property('kind', 'different');
    expect(describeState(different)).to.match(
      /^Run on this machine, with other outputs than committed: code cell 2: .*, and in 1 more cell$/,
    );
  });

  it('makes no comparison with a file that has no outputs', () => {
    const state = stateAfterRun(notebook(code('f()')), ran('1'));
    expect(describeState(state)).to.equal('Run on this machine');
  });

  it('says where a lesson failed', () => {
    expect(describeState(stateAfterRun(failed.notebook, failed))).to.equal('Failed on this machine at In [2]');
  });

  it('says how far a run has come, and what it waits for', () => {
    expect(describeState({ kind: 'committed' })).to.equal('Outputs as committed');
    expect(describeState({ kind: 'running', cell: 12, cells: 40 })).to.equal(
      'Outputs as committed · running on this machine, cell 12 of 40',
    );
    expect(describeState({ kind: 'waiting', reason: 'the library is being built' })).to.equal(
      'Outputs as committed · the library is being built',
    );
  });
});
