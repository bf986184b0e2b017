import { expect } from 'chai';
import { nearest } from '../../../lib/src/cli/nearest.js';

const names = ['run', 'install-kernel', 'publish'];

describe('nearest', () => {
  it('finds the name that was misspelt', () => {
    expect(nearest('rum', names)).to.equal('run');
    expect(nearest('instal-kernal', names)).to.equal('install-kernel');
    expect(nearest('pubish', names)).to.equal('publish');
  });

  it('returns undefined for a word that resembles no name', () => {
    expect(nearest('something', names)).to.equal(undefined);
    expect(nearest('anything', [])).to.equal(undefined);
  });
});
