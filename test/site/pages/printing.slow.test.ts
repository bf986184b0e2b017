import { expect } from 'chai';
import { readCommitted } from '../../../site/src/lessons/committed.js';
import { findLessons } from '../../../site/src/lessons/files.js';
import { countSheets } from '../support/pdf.js';
import { drawPlots, Visitor } from '../support/visitor.js';

const MOST_SHEETS = 15;

describe('a lesson on paper', function () {
  this.timeout(120_000);

  /** The longest lesson. The slow tests print all lessons. */
  const name = '05-dead-relu';
  let visitor: Visitor;
  before(async () => {
    visitor = await Visitor.to(readCommitted(findLessons().filter((file) => file.name === name)));
  });
  afterEach(() => visitor.leave());
  after(() => visitor?.close());

  it('takes at most 15 sheets, with all its figures', async () => {
    const page = await visitor.visit(`${name}.html`);
    await drawPlots(page);
    expect(await countSheets(page)).to.be.within(8, MOST_SHEETS);
  });

  it('has its title once, and the title of each figure once', async () => {
    const page = await visitor.visit(`${name}.html`);
    await page.locator('figure.plot').first().scrollIntoViewIfNeeded();
    await page.locator('figure.plot .main-svg').first().waitFor();
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('h1:visible').count()).to.equal(1);
    // A picture has the title of its figure in it; a drawn plot has it above.
    const figures = await page
      .locator('figure.plot')
      .evaluateAll((boxes) =>
        boxes.map((box) => [
          box.classList.contains('drawn'),
          (box.querySelector('figcaption') as HTMLElement).checkVisibility(),
        ]),
      );
    expect(figures).to.have.length.of.at.least(5);
    for (const [isDrawn, hasCaption] of figures) expect(hasCaption).to.equal(isDrawn);
  });
});
