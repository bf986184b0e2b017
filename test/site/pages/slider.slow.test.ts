import { expect } from 'chai';
import { sliderFigure, varianceByLayer } from 'initlab/plot';
import { eventually } from '../support/eventually.js';
import { code, lesson, PNG, prose, shown } from '../support/lessons.js';
import { Visitor } from '../support/visitor.js';

const steps = [0.5, 1, 2].map((factor) => ({
  name: `× ${factor}`,
  figure: varianceByLayer([{ name: 'signal', scheme: 'small', values: [1, factor, factor ** 2] }]),
}));
const withSlider = lesson(
  '01-slider',
  prose('# 1 · A slider\n\nWhich factor?'),
  code(
    'show(sliderFigure(steps))',
    shown({
      'application/vnd.plotly.v1+json': sliderFigure(steps, { label: 'factor', start: 1 }),
      'image/png': PNG,
      'text/plain': '[plot] Second moment by layer',
    }),
  ),
);

describe('a slider of a figure', function () {
  this.timeout(120_000);

  it('chooses among its figures by keyboard, in the colours of the page', async () => {
    const visitor = await Visitor.to([withSlider]);
    const page = await visitor.visit('01-slider.html', { colorScheme: 'dark' });
    await page.locator('figure.plot .main-svg').first().waitFor();
    const slider = page.getByRole('slider', { name: 'factor: Second moment by layer' });
    const last = () =>
      page
        .locator('.plot-canvas')
        .evaluate((canvas) => (canvas as never as { data: { name: string; y: number[] }[] }).data[0].y.at(-1));
    const color = () =>
      page
        .locator('path.point')
        .first()
        .evaluate((point) => getComputedStyle(point).fill);
    const before = await color();
    expect([await slider.inputValue(), await last()]).to.deep.equal(['1', 1]);
    expect(await page.locator('output.plot-at').innerText()).to.equal('× 1');
    await slider.focus();
    await page.keyboard.press('ArrowRight');
    await eventually(last, 4);
    expect(await page.locator('output.plot-at').innerText()).to.equal('× 2');
    await page.keyboard.press('Home');
    await eventually(last, 0.25);
    expect(await color()).to.equal(before);
    expect(await page.locator('figure.plot .gtitle').count(), 'titles beside the caption').to.equal(0);
    expect(visitor.problems).to.deep.equal([]);
    await visitor.close();
  });
});
