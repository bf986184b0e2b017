import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { eventually } from '../support/eventually.js';
import { animation, failed, gallery } from '../support/lessons.js';
import { drawPlots, NARROW, Visitor } from '../support/visitor.js';

describe('pages in a browser', function () {
  this.timeout(60_000);

  let visitor: Visitor;
  before(async () => {
    visitor = await Visitor.to([gallery, failed, animation]);
  });
  afterEach(() => visitor.leave());
  after(() => visitor?.close());

  it('draw each plot when it comes near the window', async () => {
    const page = await visitor.visit('01-gallery.html');
    const fetched = () => visitor.requests.some((url) => url.endsWith('/plotly.js'));
    await page.waitForLoadState('networkidle');
    expect(fetched(), 'before scrolling').to.equal(false);
    await drawPlots(page);
    expect(fetched()).to.equal(true);
    for (const plot of await page.locator('figure.plot').all()) {
      expect(await plot.locator('.scatterlayer path.js-line').count()).to.equal(1);
      expect(await plot.locator('.scatterlayer path.point').count()).to.equal(30);
      expect(await plot.locator('.plot-still').count()).to.equal(0);
    }
    expect(visitor.problems).to.deep.equal([]);
  });

  it('keep their layout while plots are drawn', async () => {
    const page = await visitor.visit('01-gallery.html');
    const height = () => page.evaluate(() => document.documentElement.scrollHeight);
    const before = await height();
    await drawPlots(page);
    expect(await height()).to.equal(before);
  });

  it('typeset formulas in the fonts of KaTeX', async () => {
    const page = await visitor.visit('01-gallery.html');
    expect(await page.locator('main .katex').count()).to.be.above(8);
    const loaded = await page.evaluate(async () => {
      await document.fonts.ready;
      return [...document.fonts].filter((font) => font.status === 'loaded').map((font) => font.family);
    });
    expect(loaded).to.include('KaTeX_Math');
    expect(visitor.requests.filter((url) => url.endsWith('.woff2'))).to.not.be.empty;
  });

  it('copy the code of a cell', async () => {
    const page = await visitor.visit('01-gallery.html', { permissions: ['clipboard-read', 'clipboard-write'] });
    await page.getByRole('button', { name: 'Copy the code of In [1]' }).click();
    await page.getByRole('status').getByText('Copied').waitFor();
    const codeCell = gallery.notebook.cells.find((cell) => cell.cell_type === 'code');
    expect(await page.evaluate(() => navigator.clipboard.readText())).to.equal(`${codeCell?.source}\n`);
  });

  it('mark the current section in the table of contents, even after a jump and back at the top', async () => {
    const page = await visitor.visit('01-gallery.html', { reducedMotion: 'reduce' });
    const scrollTo = async (place: string) => {
      await page.evaluate(`window.scrollTo(0, ${place})`);
    };
    const current = () => page.locator('.toc-side [aria-current]').allInnerTexts();
    const of = (text: string, beyond: number) =>
      `[...document.querySelectorAll('main :is(h2, h3)')].find((heading) => heading.textContent.startsWith('${text}')).offsetTop + ${beyond}`;
    await scrollTo(of('Wide things', 100));
    await eventually(current, ['Wide things']);
    await scrollTo(of('Text outputs', 100));
    await eventually(current, ['Text outputs']);
    await scrollTo(of('Plots', 100));
    await eventually(current, ['Plots']);
    await scrollTo(of('Wide things', 100));
    await eventually(current, ['Wide things']);
    await scrollTo('0');
    await eventually(async () => (await current()).includes('Wide things'), false);
  });

  it('follow the theme of the system until a button changes it, and remember the choice', async () => {
    const page = await visitor.visit('01-gallery.html', { colorScheme: 'light' });
    const dark = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor === 'rgb(21, 24, 29)');
    const button = page.getByRole('button', { name: 'Dark theme' });
    const theme = async () => [await dark(), await button.getAttribute('aria-pressed')];
    await eventually(theme, [false, 'false']);
    await page.emulateMedia({ colorScheme: 'dark' });
    await eventually(theme, [true, 'true']);
    await button.click();
    await eventually(theme, [false, 'false']);
    await page.reload();
    await eventually(theme, [false, 'false']);
  });

  it('draw plots in the colours of the theme, with lines that stand out from it', async () => {
    const page = await visitor.visit('01-gallery.html', { colorScheme: 'light' });
    await drawPlots(page);
    const fill = (selector: string) =>
      page
        .locator(selector)
        .first()
        .evaluate((e) => getComputedStyle(e).fill);
    const text = 'figure.plot .xtick text';
    const marker = 'figure.plot .scatterlayer path.point';
    expect([await fill(text), await fill(marker)]).to.deep.equal(['rgb(29, 34, 41)', 'rgb(0, 0, 0)']);
    await page.getByRole('button', { name: 'Dark theme' }).click();
    await page.waitForFunction(
      (tick) => getComputedStyle(document.querySelector(tick) as Element).fill === 'rgb(228, 231, 235)',
      text,
    );
    const [red] = ((await fill(marker)).match(/\d+/g) ?? []).map(Number);
    expect(red, 'a black marker on a dark page').to.be.above(90);
  });

  it('play the frames of an animation, and step through them by keyboard', async () => {
    const page = await visitor.visit('04-animation.html');
    const points = () => page.locator('figure.plot .scatterlayer path.point').count();
    const slider = page.getByRole('slider', { name: 'Frame of the animation: Second moment by layer' });
    await slider.focus();
    await page.keyboard.press('Home');
    await page.getByText('layer 0', { exact: true }).waitFor();
    await eventually(points, 1);
    await page.keyboard.press('ArrowRight');
    await page.getByText('layer 1', { exact: true }).waitFor();
    await eventually(points, 2);
    await page.getByRole('button', { name: 'Play the animation: Second moment by layer' }).press('Enter');
    await page.getByText('layer 2', { exact: true }).waitFor();
    await eventually(points, 3);
    expect(visitor.problems).to.deep.equal([]);
  });

  it('pause an animation, and go on from there', async () => {
    const page = await visitor.visit('04-animation.html');
    const slider = page.getByRole('slider', { name: 'Frame of the animation: Second moment by layer' });
    await slider.focus();
    await page.keyboard.press('Home');
    await page.getByText('layer 0', { exact: true }).waitFor();
    // Both clicks are made in the page: on a busy machine one from here would come after the end.
    await page.evaluate(async () => {
      const box = document.querySelector('figure.plot:has(.plot-play)') as Element;
      (box.querySelector('.plot-play') as HTMLElement).click();
      while (box.querySelector<HTMLInputElement>('.plot-frame')?.value === '0')
        await new Promise(requestAnimationFrame);
      (box.querySelector('.plot-play') as HTMLElement).click();
    });
    await page.getByRole('button', { name: /^Play the animation/ }).waitFor();
    const frame = await slider.inputValue();
    await page.waitForTimeout(500);
    expect(await slider.inputValue()).to.equal(frame);
    await page.getByRole('button', { name: /^Play the animation/ }).click();
    await page.getByText('layer 2', { exact: true }).waitFor();
    await page.getByRole('button', { name: /^Play the animation/ }).waitFor();
  });

  it('stop an animation that is paused before its plot is drawn', async () => {
    const page = await visitor.visit('04-animation.html');
    const play = page.getByRole('button', { name: /^Play the animation/ });
    const pause = page.getByRole('button', { name: /^Pause the animation/ });
    let load = () => {};
    const held = new Promise<void>((resolve) => {
      load = resolve;
    });
    await page.route('**/plotly.js', async (route) => {
      await held;
      await route.continue();
    });
    await page.reload();
    await play.click();
    await pause.click();
    await play.waitFor();
    load();
    await drawPlots(page);
    await page.waitForTimeout(500);
    expect(await play.count()).to.equal(1);
    expect(await page.getByText('layer 1', { exact: true }).count()).to.equal(0);
  });

  it('name the axes where the mouse shows a point of a plot', async () => {
    const page = await visitor.visit('01-gallery.html');
    await drawPlots(page);
    const marker = page.locator('figure.plot .scatterlayer path.point').nth(3);
    await marker.scrollIntoViewIfNeeded();
    const point = await marker.boundingBox();
    if (point === null) throw new Error('the point has no place on the page');
    await page.mouse.move(point.x + point.width / 2, point.y + point.height / 2);
    await page.locator('.hoverlayer text', { hasText: /layer: 3/ }).waitFor();
    expect(await page.locator('.hoverlayer').first().textContent()).to.include('second moment: ');
  });

  it('offer the data of a plot as a CSV file', async () => {
    const page = await visitor.visit('01-gallery.html');
    const download = page.waitForEvent('download');
    await page
      .getByRole('button', { name: /^Data \(CSV\) of the plot/ })
      .first()
      .click();
    const file = await (await download).path();
    expect(readFileSync(file, 'utf8').split('\n').slice(0, 2)).to.deep.equal(['trace,x,y', 'theory,0,1']);
  });

  it('move the focus in reading order with the Tab key', async () => {
    const page = await visitor.visit('01-gallery.html');
    const order: string[] = [];
    for (let i = 0; i < 25; i++) {
      await page.keyboard.press('Tab');
      order.push(
        await page.evaluate(() => {
          const { activeElement: e } = document;
          return e?.getAttribute('aria-label') ?? e?.textContent?.trim() ?? '';
        }),
      );
    }
    expect(order).to.deep.equal([
      'Skip to the content',
      'initlab',
      'Lessons',
      'Next lesson: 2 · A lesson that fails',
      'API',
      'Search',
      'Dark theme',
      'Formulas and tables',
      'Text outputs',
      'Plots',
      'Other media',
      'Wide things',
      'Run all',
      'Notebook',
      'Hide code',
      'lesson',
      'heading',
      'Copy code',
      'Run In [1]',
      'Edit In [1]',
      'Hide the code of In [1]',
      'Copy the code of In [1]',
      'Run In [2]',
      'Edit In [2]',
      'Hide the code of In [2]',
    ]);
  });

  it('show where the focus is, and let the keyboard skip to the content', async () => {
    const page = await visitor.visit('01-gallery.html');
    await page.keyboard.press('Tab');
    const skip = page.getByRole('link', { name: 'Skip to the content' });
    expect((await skip.boundingBox())?.x).to.be.at.least(0);
    expect(await skip.evaluate((link) => getComputedStyle(link).outlineStyle)).to.equal('solid');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).to.equal('Run all');
  });

  it('scroll wide content by keyboard', async () => {
    const page = await visitor.visit('01-gallery.html', { viewport: NARROW });
    const wide = page.locator('#in-10 pre.scroll').first();
    await page.waitForFunction(() => document.querySelector('#in-10 pre')?.getAttribute('tabindex') === '0');
    await wide.focus();
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(() => (document.querySelector('#in-10 pre')?.scrollLeft ?? 0) > 0);
  });

  it('keep a number in a column, and a formula with its full stop, on one line', async () => {
    const page = await visitor.visit('01-gallery.html', { viewport: NARROW });
    const lines = await page.evaluate(() => {
      const place = document.createElement('div');
      place.style.width = '1px';
      document.querySelector('main .prose, main')?.append(place);
      return [
        '<table><td style="text-align: right">5.371e-7</td></table>',
        '<span class="no-break"><b>a</b> .</span>',
      ].map((inner) => {
        place.innerHTML = inner;
        const range = document.createRange();
        range.selectNodeContents(place.querySelector('td, span') as Element);
        return new Set([...range.getClientRects()].map(({ bottom }) => Math.round(bottom))).size;
      });
    });
    expect(lines).to.deep.equal([1, 1]);
  });

  it('are readable without scripts', async () => {
    const page = await visitor.visit('01-gallery.html', { javaScriptEnabled: false });
    expect(await page.locator('.plot-still').first().isVisible()).to.equal(true);
    expect(await page.locator('.plot-still img').isVisible()).to.equal(true);
    expect(await page.getByRole('button').count()).to.equal(0);
    expect(await page.locator('.katex').first().isVisible()).to.equal(true);
  });

  it('show the still picture if Plotly cannot be loaded', async () => {
    const page = await visitor.visit('01-gallery.html');
    await page.route('**/plotly.js', (route) => route.abort());
    const plot = page.locator('figure.plot').last();
    await plot.scrollIntoViewIfNeeded();
    await plot.getByText('The interactive plot could not be loaded.').waitFor();
    expect(await plot.locator('img').isVisible()).to.equal(true);
  });

  it('do not run the scripts of an HTML output', async () => {
    const page = await visitor.visit('01-gallery.html');
    const sandbox = await page.locator('iframe').evaluate((frame: HTMLIFrameElement) => ({
      tokens: [...frame.sandbox],
      reachable: frame.contentDocument !== null,
    }));
    expect(sandbox).to.deep.equal({ tokens: [], reachable: false });
  });

  it('print in light colours with all plots as wide as the paper, and look as before afterwards', async () => {
    const page = await visitor.visit('01-gallery.html', { colorScheme: 'dark' });
    await page.locator('figure.plot').first().scrollIntoViewIfNeeded();
    await page.locator('figure.plot .main-svg').first().waitFor();
    await page.evaluate(() => {
      addEventListener('beforeprint', () => {
        const widths = [...document.querySelectorAll('.main-svg')].map((svg) => svg.clientWidth);
        const theme = document.documentElement.dataset.theme;
        const folded = document.querySelectorAll('details.rest:not([open])').length;
        document.body.dataset.printed = JSON.stringify({
          plots: widths.length / 3,
          width: Math.max(...widths),
          theme,
          folded,
        });
      });
    });
    await page.pdf({ format: 'A4' });
    const printed = JSON.parse((await page.evaluate(() => document.body.dataset.printed)) ?? '');
    expect(printed).to.deep.equal({ plots: 2, width: 400, theme: 'light', folded: 0 });
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).to.equal(undefined);
    const fits = () => {
      const plot = document.querySelector('figure.plot') as Element;
      return plot.querySelector('.main-svg')?.clientWidth === plot.clientWidth;
    };
    await page.waitForFunction(fits);
  });
});
