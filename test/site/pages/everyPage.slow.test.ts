import { expect } from 'chai';
import { animation, failed, gallery, late, solutions } from '../support/lessons.js';
import { reference } from '../support/reference.js';
import { drawPlots, faults, NARROW, Visitor } from '../support/visitor.js';

const PAGES = [
  'index.html',
  '01-gallery.html',
  '02-failed.html',
  '03-late.html',
  '04-animation.html',
  'solutions/01-gallery.html',
  'reference/index.html',
  'reference/init.html',
  'playground.html',
  'absent',
];

describe('every kind of page', function () {
  this.timeout(60_000);

  let visitor: Visitor;
  before(async () => {
    visitor = await Visitor.to([gallery, failed, late, animation, solutions], reference);
  });
  afterEach(() => visitor.leave());
  after(() => visitor?.close());

  // The slow tests check all pages of the lessons without scripts.
  it('passes the accessibility checks of axe without scripts', async () => {
    const page = await visitor.visit('01-gallery.html', { isBare: true });
    expect(await faults(page)).to.deep.equal([]);
  });

  for (const path of PAGES) {
    it(`never scrolls sideways at 360 pixels: ${path}`, async () => {
      const page = await visitor.visit(path, { viewport: NARROW });
      await drawPlots(page);
      await page.evaluate(() => document.fonts.ready);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).to.equal(NARROW.width);
    });

    it(`passes the accessibility checks of axe, in both themes at three widths: ${path}`, async () => {
      const page = await visitor.visit(path, { reducedMotion: 'reduce' });
      await drawPlots(page);
      expect(await faults(page)).to.deep.equal([]);
      expect(visitor.problems).to.deep.equal([]);
    });
  }
});
