import { expect } from 'chai';
import { relativePaths } from '../../kernel/src/relativePaths.js';

const folder = '/home/anna/course/notebooks';

describe('relativePaths', () => {
  it('rewrites paths relative to the folder', () => {
    expect(relativePaths("open '/home/anna/course/notebooks/x.csv'", folder)).to.equal("open './x.csv'");
    expect(relativePaths('at /home/anna/course/lib/a.js:1:2', folder)).to.equal('at ../lib/a.js:1:2');
    expect(relativePaths('(file:///home/anna/course/lib/a.js:1:2)', folder)).to.equal('(../lib/a.js:1:2)');
    expect(relativePaths('/home/bob/a.js', folder)).to.equal('../../../bob/a.js');
  });

  it('keeps text that is not a path of this machine', () => {
    const text = 'https://example.org/home/anna/course/notebooks/x and a/home/anna/y and node:fs:1:2';
    expect(relativePaths(text, folder)).to.equal(text);
  });
});
