import { expect } from 'chai';
import { type Notebook, readNotebook } from 'initlab-kernel';
import { plotBundles } from '../../site/src/figures/plotBundles.js';
import { withoutProgress } from '../../site/src/figures/withoutProgress.js';
import { differences } from '../../site/src/lessons/differences.js';
import { findLessons } from '../../site/src/lessons/files.js';
import type { Lesson } from '../../site/src/lessons/lesson.js';
import { runLessons } from '../../site/src/lessons/run.js';
import { drawPlots, faults, NARROW, Visitor } from '../site/support/visitor.js';

/**
 * Time limit of a run. It runs the lessons that have changed since the last run, or every lesson
 * the first time.
 */
const RUN_MS = 15 * 60_000;

const files = findLessons();

// A solution has no page without its lesson, so one site holds them all.
describe('the lessons and their solutions', function () {
  this.timeout(180_000);

  let lessons: Lesson[];
  let visitor: Visitor;
  before(async function () {
    this.timeout(RUN_MS);
    lessons = await runLessons({ files, signal: new AbortController().signal });
    visitor = await Visitor.to(lessons);
  });
  afterEach(() => visitor.leave());
  after(() => visitor?.close());

  it('have no formula or image that cannot be shown', () => {
    expect(visitor.faults).to.deep.equal([]);
  });

  for (const { name, path } of files) {
    describe(name, () => {
      it('runs to its end, and its claims hold', () => {
        expect(lessons.find((lesson) => lesson.path === path)?.failure).to.equal(undefined);
      });

      it('was committed with the outputs of its present code, as npm run lessons:publish writes them', () => {
        const run = lessons.find((lesson) => lesson.path === path)?.notebook as Notebook;
        expect(differences(readNotebook(path), withoutProgress(run))).to.deep.equal([]);
      });

      it('draws every plot, without an error in the console and without a fault that axe finds', async () => {
        const page = await visitor.visit(`${name}.html`);
        await drawPlots(page);
        const plots = await page.locator('figure.plot').all();
        expect(plots.length).to.equal(
          plotBundles(lessons.find((lesson) => lesson.path === path)?.notebook.cells ?? []).length,
        );
        for (const plot of plots) expect(await plot.locator('.trace').count()).to.be.above(0);
        expect(await page.locator('.katex').count()).to.be.above(0);
        expect(await page.locator('.output.error, .output.stderr').count()).to.equal(0);
        expect(await faults(page)).to.deep.equal([]);
        expect(visitor.problems).to.deep.equal([]);
      });

      it('never scrolls sideways at 360 pixels', async () => {
        const page = await visitor.visit(`${name}.html`, { viewport: NARROW });
        await drawPlots(page);
        await page.evaluate(() => document.fonts.ready);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).to.equal(NARROW.width);
      });
    });
  }
});
