import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Figure, saveFigure, varianceByLayer } from 'initlab/plot';
import { temporaryFolder } from '../../../kernel/support/files.js';
import { expectRejection } from '../../../support/rejection.js';

describe('saveFigure', () => {
  const { CHROME_PATH } = process.env;
  afterEach(() => {
    if (CHROME_PATH === undefined) delete process.env.CHROME_PATH;
    else process.env.CHROME_PATH = CHROME_PATH;
  });

  it('says what to do without a browser, for another ending and for another value', async () => {
    const folder = temporaryFolder();
    const drawn = varianceByLayer([{ name: 'he', values: [1, 2, 1] }]);
    process.env.CHROME_PATH = join(folder, 'no-browser');
    await expectRejection(saveFigure(drawn, join(folder, 'figure.png')), Error, 'none was found; set CHROME_PATH');
    await expectRejection(saveFigure(drawn, 'figure.pdf'), RangeError, 'must end in .html, .svg or .png');
    await expectRejection(saveFigure({} as Figure, 'figure.html'), TypeError, 'saveFigure: the figure is an object');
    expect(readdirSync(folder)).to.deep.equal([]);
  });
});
