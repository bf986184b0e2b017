import { expect } from 'chai';
import type { Lesson } from '../../site/src/lesson.js';
import { findLessons } from '../../site/src/lessonFiles.js';
import { runLessons } from '../../site/src/runLessons.js';
import { drawPlots, faults, NARROW, Visitor } from '../site/visitor.js';

/** Runs what has changed since the last run; the first time that is every lesson. */
const RUN_MS = 15 * 60_000;

describe('the lessons', function () {
  this.timeout(60_000);

  let lessons: Lesson[];
  let visitor: Visitor;
  before(async function () {
    this.timeout(RUN_MS);
    lessons = await runLessons({ files: findLessons(), signal: new AbortController().signal });
    visitor = await Visitor.to(lessons);
  });
  afterEach(() => visitor.leave());
  after(() => visitor?.close());

  it('have no formula or image that cannot be set', () => {
    expect(visitor.faults).to.deep.equal([]);
  });

  for (const { name, path } of findLessons()) {
    describe(name, () => {
      it('runs to its end, and its claims hold', () => {
        expect(lessons.find((lesson) => lesson.path === path)?.failure).to.equal(undefined);
      });

      it('draws every plot and has no fault that the console or axe tells', async () => {
        const page = await visitor.visit(`${name}.html`);
        await drawPlots(page);
        const plots = await page.locator('figure.plot').all();
        expect(plots.length).to.equal(shownPlots(lessons.find((lesson) => lesson.path === path)));
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

/** The plots that the cells of a lesson have put out. */
function shownPlots(lesson: Lesson | undefined): number {
  const outputs = lesson?.notebook.cells.flatMap((cell) => (cell.cell_type === 'code' ? cell.outputs : [])) ?? [];
  return outputs.filter((output) => 'data' in output && 'application/vnd.plotly.v1+json' in output.data).length;
}
