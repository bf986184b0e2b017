import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { eventually } from '../support/eventually.js';
import { animation, code, failed, figure, gallery, lesson, prose, shown, solutions } from '../support/lessons.js';
import { drawPlots, Visitor } from '../support/visitor.js';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

const log = lesson(
  '05-log',
  prose(
    '# 5 · Log axis\n\nWhy?\n\nAfter this lesson you can\n\n- say why `tanh` saturates;\n- measure it.\n\nAs in *All you need is a good init*.\n\n## Where does `tanh` saturate?\n\nThe [variance](x) of *saturated* units falls to $\\frac{1}{2}$.',
  ),
  code("import { random } from 'initlab';\nimport { show } from 'initlab/plot';\nconst a = 1;"),
  code('a + 1'),
  {
    ...code(
      'draw(a);',
      shown({
        'application/vnd.plotly.v1+json': {
          ...figure,
          data: figure.data.map((trace) => ({ ...trace, y: [1, 2, 3, 4], x: [1, 2, 3, 4] })),
        },
        'text/plain': 'plot',
      }),
    ),
    metadata: { tags: ['hide-input'] },
  },
);

const table = lesson(
  '06-table',
  prose('# 6 · Wide table'),
  prose(
    [
      `|layer|${'scheme|'.repeat(9)}what to do|`,
      `|-|${'-|'.repeat(9)}-|`,
      `|hidden1|${'.0123456|'.repeat(9)}redraw|`,
    ].join('\n'),
  ),
);

/** Moves a finger up by 200 pixels. */
async function swipeUp(page: Page, { x, y }: { x: number; y: number }): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: { x: number; y: number }[]) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints });
  await touch('touchStart', [{ x, y }]);
  for (let moved = 10; moved <= 200; moved += 10) await touch('touchMove', [{ x, y: y - moved }]);
  await touch('touchEnd', []);
}

describe('the pages for a reader', function () {
  this.timeout(60_000);

  let visitor: Visitor;
  before(async () => {
    visitor = await Visitor.to([gallery, failed, animation, log, table, solutions]);
  });
  afterEach(() => visitor.leave());
  after(() => visitor?.close());

  const isShown = (page: Page, cell: number): Promise<boolean> => page.locator(`#in-${cell} > .code pre`).isVisible();

  describe('hiding code', () => {
    it('hides imports and cells with the tag hide-input from the start, and shows them on request', async () => {
      const page = await visitor.visit('05-log.html');
      expect(await Promise.all([1, 2, 3].map((cell) => isShown(page, cell)))).to.deep.equal([false, true, false]);
      expect(await page.locator('#in-1 .code-lines').innerText()).to.equal('3 lines of code');
      const button = page.getByRole('button', { name: /^(Show|Hide) the code of In \[1\]$/ });
      expect(await button.getAttribute('aria-expanded')).to.equal('false');
      await button.click();
      expect(await isShown(page, 1)).to.equal(true);
      expect(await button.getAttribute('aria-expanded')).to.equal('true');
    });

    it('hides the code of all cells, on the next page too, and shows it again', async () => {
      const page = await visitor.visit('05-log.html');
      await page.getByRole('button', { name: 'Hide code' }).click();
      expect(await isShown(page, 2)).to.equal(false);
      await page.getByRole('link', { name: /^Previous lesson/ }).click();
      await page.waitForURL(/04-/);
      expect(await page.getByRole('button', { name: 'Hide code' }).getAttribute('aria-pressed')).to.equal('true');
      await page.goBack();
      await page.getByRole('button', { name: 'Hide code' }).click();
      expect(await Promise.all([1, 2, 3].map((cell) => isShown(page, cell)))).to.deep.equal([false, true, false]);
      expect(visitor.problems).to.deep.equal([]);
    });

    it('shows all code without scripts', async () => {
      const page = await visitor.visit('05-log.html', { javaScriptEnabled: false });
      expect(await Promise.all([1, 2, 3].map((cell) => isShown(page, cell)))).to.deep.equal([true, true, true]);
    });
  });

  describe('searching', () => {
    it('opens with the key /, and leads to the section that has the words', async () => {
      const page = await visitor.visit('01-gallery.html');
      await page.keyboard.press('/');
      await page.getByRole('searchbox').fill('saturat varian');
      const found = page.getByRole('dialog').getByRole('link');
      await found.getByText('Where does tanh saturate?').waitFor();
      expect(await page.locator('.search li p').first().innerHTML()).to.equal(
        'The <mark>variance</mark> of <mark>saturated</mark> units falls to \\frac{1}{2} .',
      );
      await page.keyboard.press('Enter');
      await page.waitForURL(/05-log\.html#/);
      // The browser scrolls there when it has laid out the page.
      await page.waitForFunction(() => {
        const top = document.querySelector(location.hash)?.getBoundingClientRect().top ?? 0;
        return top >= 40 && top <= 200;
      });
      expect(visitor.problems).to.deep.equal([]);
    });

    it('finds a misspelt word from a page in a folder, and reports that nothing was found', async () => {
      const page = await visitor.visit('solutions/01-gallery.html');
      await page.getByRole('button', { name: 'Search' }).click();
      await page.getByRole('searchbox').fill('saturrate');
      await page.getByText('1 section found').waitFor();
      expect(await page.getByRole('dialog').getByRole('link').getAttribute('href')).to.match(/\d\/05-log\.html#/);
      await page.getByRole('searchbox').fill('zebra');
      await page.getByText('Nothing found').waitFor();
      await page.keyboard.press('Escape');
      await eventually(() => page.getByRole('dialog').isVisible(), false);
    });
  });

  describe('going from lesson to lesson', () => {
    it('offers the list of lessons, and closes it with Escape or a click elsewhere', async () => {
      const page = await visitor.visit('solutions/01-gallery.html');
      const list = page.getByRole('navigation', { name: 'All lessons' });
      const open = list.getByText('Lessons', { exact: true });
      await open.click();
      await list.getByRole('link', { name: '5 · Log axis' }).waitFor();
      await page.keyboard.press('Escape');
      await eventually(() => list.getByRole('link', { name: '5 · Log axis' }).isVisible(), false);
      await open.click();
      await page.mouse.click(1200, 850);
      await eventually(() => list.getByRole('link', { name: '5 · Log axis' }).isVisible(), false);
      await open.click();
      await list.getByRole('link', { name: '5 · Log axis' }).click();
      await page.waitForURL(/\d\/05-log\.html$/);
    });

    it('keeps the header visible', async () => {
      const page = await visitor.visit('01-gallery.html');
      await page.evaluate(() => scrollTo(0, 2000));
      expect((await page.getByRole('link', { name: 'initlab', exact: true }).boundingBox())?.y).to.be.within(0, 40);
    });
  });

  describe('the list of lessons', () => {
    it('names what each lesson lets you do', async () => {
      const page = await visitor.visit('index.html');
      await page.getByText('What you will be able to do').click();
      expect(await page.locator('.goals li').allInnerTexts()).to.deep.equal(['say why tanh saturates', 'measure it']);
    });

    it('has a figure that moves once, and can be paused', async () => {
      const page = await visitor.visit('index.html');
      await page.getByRole('img', { name: /^Second moment by layer\. Animation of 3 frames\./ }).waitFor();
      await page.evaluate(() => {
        const button = document.querySelector('.hero-play') as HTMLElement;
        // On a busy machine the animation can be over, and is played again.
        if (button.textContent === 'Play') button.click();
        button.click();
      });
      // An animation pauses with its next frame.
      const moment = () =>
        page.evaluate(async () => {
          const [animation] = document.querySelector('.hero')?.getAnimations({ subtree: true }) ?? [];
          return (await animation.ready).currentTime;
        });
      const paused = await moment();
      await page.waitForTimeout(200);
      expect(await moment()).to.equal(paused);
      await page.getByRole('button', { name: 'Play', exact: true }).click();
      await page.waitForFunction(
        () => document.querySelector('.hero')?.getAnimations({ subtree: true })[0].playState === 'finished',
      );
      await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
    });

    it('has a figure at rest for readers who want no motion', async () => {
      const page = await visitor.visit('index.html', { reducedMotion: 'reduce' });
      expect(await page.locator('.hero polyline').first().isVisible()).to.equal(true);
      expect(await page.evaluate(() => document.getAnimations().length)).to.equal(0);
      expect(await page.getByRole('button', { name: /^(Play|Pause)$/ }).count()).to.equal(0);
    });
  });

  it('shows the citation of a source while the mouse or the focus is on its title', async () => {
    const page = await visitor.visit('05-log.html');
    const link = page.getByRole('link', { name: 'All you need is a good init' });
    const shown = () => link.evaluate((element) => getComputedStyle(element, '::after').content);
    expect(await shown()).to.equal('none');
    await link.hover();
    await eventually(async () => (await shown()).includes('D. Mishkin, J. Matas'), true);
    await page.mouse.move(0, 0);
    await page.keyboard.press('Tab');
    await link.focus();
    await eventually(async () => (await shown()).includes('ICLR 2016'), true);
  });

  it('offers the notebook with the outputs of the page', async () => {
    const page = await visitor.visit('solutions/01-gallery.html');
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Notebook', exact: true }).click();
    const file = await (await download).path();
    expect(JSON.parse(readFileSync(file, 'utf8'))).to.deep.equal(JSON.parse(JSON.stringify(solutions.notebook)));
  });

  describe('on a phone', () => {
    it('scrolls the page with a finger on a plot', async () => {
      const page = await visitor.visit('01-gallery.html', PHONE);
      await drawPlots(page);
      const plot = page.locator('figure.plot .main-svg').first();
      await plot.scrollIntoViewIfNeeded();
      const box = await plot.boundingBox();
      const before = await page.evaluate(() => scrollY);
      await swipeUp(page, { x: (box?.x ?? 0) + 130, y: (box?.y ?? 0) + 250 });
      await page.waitForFunction((start) => scrollY - start > 100, before);
      expect(await page.locator('.modebar-btn').count()).to.equal(0);
    });
  });

  it('puts the buttons of a plot above its data, and sets no label of an axis too small', async () => {
    const page = await visitor.visit('05-log.html');
    await drawPlots(page);
    await page.locator('figure.plot').hover();
    const bottom = await page
      .locator('.modebar-group')
      .first()
      .evaluate((bar) => bar.getBoundingClientRect().bottom);
    const top = await page
      .locator('.plotly .gridlayer, .cartesianlayer')
      .first()
      .evaluate((grid) => grid.getBoundingClientRect().top);
    expect(bottom).to.be.at.most(top + 1);
    const sizes = await page
      .locator('.ytick text')
      .evaluateAll((labels) => labels.map((label) => Number.parseFloat(getComputedStyle(label).fontSize)));
    expect(sizes).to.not.be.empty;
    for (const size of sizes) expect(size).to.be.at.least(10);
  });

  it('keeps the first column of a wide table in sight on a phone while the last one is read', async () => {
    const page = await visitor.visit('06-table.html', PHONE);
    const box = page.locator('.table', { hasText: 'what to do' });
    const edges = async (cell: number): Promise<number[]> => {
      const place = await box.locator('tr').last().locator('td').nth(cell).boundingBox();
      return place ? [place.x, place.x + place.width] : [];
    };
    const [before] = await edges(0);
    expect((await edges(10))[1]).to.be.above(390);
    await box.evaluate((element) => element.scrollTo(element.scrollWidth, 0));
    expect((await edges(10))[1]).to.be.at.most(390);
    expect((await edges(0))[0]).to.be.closeTo(before, 1);
  });
});
