import { expect } from 'chai';
import { readCommitted } from '../../../site/src/lessons/committed.js';
import { findLessons } from '../../../site/src/lessons/files.js';
import { Site } from '../../../site/src/pages/site.js';

const MOST_BYTES = 250_000;

describe('the pages of all lessons', function () {
  this.timeout(120_000);

  let site: Site;
  before(async () => {
    site = await Site.open(readCommitted(findLessons()), { isLive: true });
  });

  it('have at most 250 kB of HTML each', () => {
    const sizes = site.pages.map((address) => ({ address, bytes: Buffer.byteLength(site.get(address) ?? '') }));
    expect(sizes.length).to.be.at.least(18);
    expect(sizes.filter(({ bytes }) => bytes > MOST_BYTES)).to.deep.equal([]);
  });
});
