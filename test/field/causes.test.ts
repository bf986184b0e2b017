import { expect } from 'chai';
import { TOPICS } from '../../lib/src/diagnose/finding.js';
import { CAUSES_OF_KIND } from './causes.js';
import { CAUSES } from './sources.js';

describe('the causes that a finding names', () => {
  it('are given for every kind of finding, and for no other', () => {
    expect(Object.keys(CAUSES_OF_KIND)).to.have.members(Object.keys(TOPICS));
  });

  it('are words of the vocabulary', () => {
    const lists = Object.values(CAUSES_OF_KIND).filter((causes) => typeof causes !== 'function');
    expect(CAUSES).to.include.members(lists.flat());
  });
});
