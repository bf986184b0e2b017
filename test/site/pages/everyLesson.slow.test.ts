import { expect } from 'chai';
import { readCommitted } from '../../../site/src/lessons/committed.js';
import { findLessons } from '../../../site/src/lessons/files.js';
import { buildReference } from '../../../site/src/reference/build.js';
import { roomsOf } from '../../../site/src/reference/reference.js';
import { countSheets } from '../support/pdf.js';
import { drawPlots, faults, Visitor } from '../support/visitor.js';

const MOST_SHEETS = 15;
/** Pages of every kind for the checks of axe, which take ten seconds each. */
const SAMPLE = [
  ...['index.html', 'absent', '03-he.html', '10-diagnose.html', 'which-initializer.html'],
  ...['solutions/06-symmetry-and-bias.html', 'reference/index.html', 'reference/init.html'],
];
const PHONE = { width: 390, height: 844 };
const lessons = readCommitted(findLessons());

describe('every page of the site', function () {
  this.timeout(600_000);

  let visitor: Visitor;
  const paths = ['index.html', 'absent', 'reference/index.html', ...lessons.map(({ name }) => `${name}.html`)];
  before(async () => {
    const reference = await buildReference();
    visitor = await Visitor.to(lessons, reference);
    expect(roomsOf(reference ?? [])).to.not.be.empty;
  });
  afterEach(() => visitor.leave());
  after(() => visitor?.close());

  for (const path of SAMPLE) {
    it(`passes the checks of axe in both themes at three widths: ${path}`, async () => {
      const page = await visitor.visit(path, { reducedMotion: 'reduce' });
      await drawPlots(page);
      expect(await faults(page)).to.deep.equal([]);
      expect(visitor.problems).to.deep.equal([]);
    });

    it(`passes the checks of axe without scripts: ${path}`, async () => {
      const page = await visitor.visit(path, { isBare: true });
      expect(await faults(page)).to.deep.equal([]);
    });
  }

  for (const path of [...paths, 'reference/init.html', 'reference/tasks.html']) {
    it(`never scrolls sideways on a phone: ${path}`, async () => {
      const page = await visitor.visit(path, { viewport: PHONE });
      await drawPlots(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).to.equal(PHONE.width);
    });
  }

  for (const { name } of lessons.filter((lesson) => !lesson.name.includes('/'))) {
    it(`takes at most 15 sheets of paper: ${name}`, async () => {
      const page = await visitor.visit(`${name}.html`);
      await drawPlots(page);
      expect(await countSheets(page)).to.be.at.most(MOST_SHEETS);
    });
  }
});
