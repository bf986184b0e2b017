import { expect } from 'chai';
import { heNormal, orthogonal, predict, simulate, xavierUniform } from 'initlab';
import type { Page } from 'playwright-core';
import { eventually } from '../support/eventually.js';
import { faults, Visitor } from '../support/visitor.js';

/** A trace of a figure, as Plotly holds it. */
interface DrawnTrace {
  name: string;
  y: number[];
}

describe('the playground', function () {
  this.timeout(120_000);

  let visitor: Visitor;
  before(async () => {
    visitor = await Visitor.to([]);
  });
  afterEach(() => visitor.leave());
  after(() => visitor?.close());

  /** Visits the playground and waits until measurement and theory are drawn. */
  async function visit(query = '', options = {}): Promise<Page> {
    const page = await visitor.visit(`playground.html${query}`, options);
    await complete(page);
    return page;
  }

  function complete(page: Page): Promise<void> {
    // Before the first visit, the server bundles the scripts.
    return page.locator('.playground[data-state="complete"]').waitFor({ timeout: 110_000 });
  }

  /** Reads the values of a trace from the plot with this caption. */
  async function valuesOf(page: Page, caption: string, trace: string): Promise<number[]> {
    const plot = page.locator('figure.plot').filter({ hasText: caption });
    await plot.scrollIntoViewIfNeeded();
    await plot.locator('.main-svg').first().waitFor();
    const data = await plot
      .locator('.plot-canvas')
      .evaluate((canvas) => (canvas as never as { data: DrawnTrace[] }).data);
    return data.find(({ name }) => name === trace)?.y ?? [];
  }

  /** Rounds values as figures do. */
  const rounded = (values: readonly (number | undefined)[]): number[] =>
    values.map((value = Number.NaN) => Number(value.toPrecision(7)));

  const statusOf = (page: Page) => page.locator('.playground-verdict');
  const slider = (page: Page, name: string) => page.getByRole('slider', { name });

  it('draws what simulate measures and what predict expects', async () => {
    const page = await visit();
    const net = { widths: Array<number>(31).fill(128), activation: 'relu', init: xavierUniform(), batch: 16 } as const;
    const { layers } = await simulate({ ...net, backward: true, seed: 0 });
    const expected = predict(net);
    const signal = await valuesOf(page, 'Forward', 'Xavier (Glorot)');
    const gradient = await valuesOf(page, 'Backward', 'Xavier (Glorot)');
    const correlation = await valuesOf(page, 'How alike', 'Xavier (Glorot)');
    const dead = await valuesOf(page, 'Units that pass no gradient', 'dead units');
    expect(signal).to.deep.equal(rounded(layers.map(({ activation }) => activation.secondMoment)));
    expect(gradient).to.deep.equal(rounded(layers.map((layer) => layer.gradient?.secondMoment)));
    expect(correlation).to.deep.equal(layers.map(({ activation }) => activation.correlation));
    expect(dead).to.deep.equal(layers.slice(1).map(({ deadFraction }) => 100 * deadFraction));
    const theory = await valuesOf(page, 'Forward', 'Xavier (Glorot), theory');
    const high = await valuesOf(page, 'Backward', 'Xavier (Glorot), band');
    expect(theory).to.deep.equal(rounded(expected.map(({ activation }) => activation.secondMoment)));
    expect(high).to.deep.equal(rounded(expected.map((layer) => layer.gradient.high)));
    expect(visitor.problems).to.deep.equal([]);
  });

  it('says what is wrong, and what the library recommends repairs it', async () => {
    const page = await visit();
    await statusOf(page).getByText('The signal vanishes').waitFor();
    expect(await page.locator('.playground-advice').innerText()).to.equal("orthogonal({ activation: 'relu' })");
    await page.getByRole('button', { name: 'Use it' }).click();
    await statusOf(page).getByText('The signal keeps its size.').waitFor();
    await complete(page);
    expect(page.url()).to.match(/\?scale=1\.41&init=orthogonal$/);
    await page.getByRole('button', { name: 'Use it' }).waitFor({ state: 'hidden' });
    const init = orthogonal({ gain: 1.41 });
    const { layers } = await simulate({ widths: Array<number>(31).fill(128), activation: 'relu', init, batch: 16 });
    const signal = await valuesOf(page, 'Forward', 'orthogonal');
    expect(signal).to.deep.equal(rounded(layers.map(({ activation }) => activation.secondMoment)));
  });

  it('is used by keyboard alone, and keeps the settings in its address', async () => {
    const page = await visit('?init=heNormal');
    await slider(page, 'Depth').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await eventually(async () => (await valuesOf(page, 'Forward', 'He')).length, 33);
    await complete(page);
    expect(page.url()).to.match(/\?depth=32&init=heNormal$/);
    await page.reload();
    await complete(page);
    expect(await slider(page, 'Depth').inputValue()).to.equal('32');
    const net = { widths: Array<number>(33).fill(128), activation: 'relu', init: heNormal(), batch: 16 } as const;
    const { layers } = await simulate({ ...net, seed: 0 });
    expect(await valuesOf(page, 'Forward', 'He')).to.deep.equal(
      rounded(layers.map(({ activation }) => activation.secondMoment)),
    );
  });

  it('draws only the last of many changes with its theory', async () => {
    const page = await visit();
    await slider(page, 'Depth').evaluate((input: HTMLInputElement) => {
      for (let depth = 40; depth <= 90; depth++) {
        input.value = String(depth);
        input.dispatchEvent(new Event('input', { bubbles: true }));
      }
    });
    await complete(page);
    expect(await valuesOf(page, 'Forward', 'Xavier (Glorot)')).to.have.length(91);
    expect(await valuesOf(page, 'Forward', 'Xavier (Glorot), theory')).to.have.length(91);
  });

  it('measures nets with a normalization and with shortcuts', async () => {
    const page = await visit('?depth=6&width=32&normalization=layerNorm&residual=yes');
    const branch = [
      { type: 'dense', units: 32, init: xavierUniform() },
      { type: 'layerNorm' },
      { type: 'activation', activation: 'relu' },
    ] as const;
    const net = {
      inputShape: [32],
      layers: Array.from({ length: 6 }, () => ({ type: 'residual', branch }) as const),
      batch: 16,
    };
    const { layers } = await simulate({ ...net, backward: true });
    const sums = layers.filter(({ name }) => name === 'input' || /^residual\d+$/.test(name));
    const expected = predict(net).filter(({ name }) => name === 'input' || /^residual\d+$/.test(name));
    expect(await valuesOf(page, 'Backward', 'Xavier (Glorot)')).to.deep.equal(
      rounded(sums.map(({ gradient }) => gradient?.secondMoment)),
    );
    expect(await valuesOf(page, 'Forward', 'Xavier (Glorot), theory')).to.deep.equal(
      rounded(expected.map(({ activation }) => activation.secondMoment)),
    );
  });

  it('measures and predicts for other inputs', async () => {
    const page = await visit('?depth=5&width=64&init=heNormal&input=shifted');
    const signal = await valuesOf(page, 'Forward', 'He');
    const theory = await valuesOf(page, 'Forward', 'He, theory');
    expect(signal[0]).to.be.within(1.8, 2.2);
    for (const [layer, expected] of theory.entries()) expect(signal[layer] / expected).to.be.within(0.5, 2);
    const cosines = await valuesOf(page, 'How alike', 'theory');
    expect(cosines[0]).to.equal(0.5);
    expect((await valuesOf(page, 'How alike', 'He'))[0]).to.be.within(0.45, 0.55);
    await page.getByText('More settings').click();
    await page.getByRole('combobox', { name: 'Inputs' }).selectOption('alike');
    await complete(page);
    expect(page.url()).to.include('input=alike');
    await eventually(async () => (await valuesOf(page, 'How alike', 'theory'))[0], 0.9);
  });

  it('shows how the values of the layers are distributed, with every normalization', async () => {
    for (const normalization of ['none', 'layerNorm', 'batchNorm', 'rmsNorm']) {
      const page = await visit(`?depth=4&width=32&init=heNormal&normalization=${normalization}`);
      const plot = page.locator('figure.plot').filter({ hasText: 'How the values are distributed' });
      await plot.scrollIntoViewIfNeeded();
      await plot.locator('.scatterlayer .trace').first().waitFor();
      expect(await plot.locator('.ytick').allTextContents(), normalization).to.include.members(['input', 'layer4']);
      expect(visitor.problems).to.deep.equal([]);
      await visitor.leave();
    }
  });

  it('shows a signal that leaves the range of float32', async () => {
    const page = await visit('?depth=100&scale=4');
    await statusOf(page).getByText('The signal explodes beyond what float32 can hold.').waitFor();
    expect(visitor.problems).to.deep.equal([]);
  });

  it('opens with its initial settings if the address holds nonsense, and says so', async () => {
    const page = await visit(
      '?depth=1e9&activation=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&init=constructor&width=64',
    );
    expect(await slider(page, 'Depth').inputValue()).to.equal('30');
    expect(await slider(page, 'Width').inputValue()).to.equal('64');
    expect(await page.getByRole('combobox', { name: 'Activation' }).inputValue()).to.equal('relu');
    await page.getByText('The address has settings that cannot be used: 3 of them.').waitFor();
    expect(visitor.problems).to.deep.equal([]);
  });

  it('shows the net as code for three libraries', async () => {
    const page = await visit('?init=heNormal', { permissions: ['clipboard-read', 'clipboard-write'] });
    const code = page.locator('.playground-code code');
    await code.getByText('init: heNormal()').waitFor();
    await page.getByRole('combobox', { name: 'Library' }).selectOption('pytorch');
    await code.getByText('nn.init.kaiming_normal_').waitFor();
    await page.getByRole('combobox', { name: 'Library' }).selectOption('keras');
    await code.getByText('initializers.HeNormal()').waitFor();
    await page.getByRole('button', { name: 'Copy code' }).click();
    await page.getByText('Copied').first().waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).to.equal(await code.textContent());
  });

  it('passes the accessibility checks of axe, and fits a phone', async () => {
    const page = await visit();
    await statusOf(page).getByText('The signal').waitFor();
    await page.getByText('More settings').click();
    expect(await faults(page)).to.deep.equal([]);
    await page.setViewportSize({ width: 390, height: 844 });
    await eventually(() => page.evaluate(() => document.documentElement.scrollWidth), 390);
  });

  it('says that it is loading, and recommends nothing until it knows what', async () => {
    const page = await visit();
    let load = () => {};
    const held = new Promise<void>((resolve) => {
      load = resolve;
    });
    await page.route('**/run/playgroundWorker.js', async (route) => {
      await held;
      await route.continue();
    });
    await page.reload();
    await statusOf(page).getByText('The library is loading…').waitFor();
    expect(await page.locator('.playground-recommended').isVisible()).to.equal(false);
    load();
    await complete(page);
    await page.locator('.playground-recommended').waitFor();
  });

  it('says so if a part of it cannot be loaded', async () => {
    const page = await visit();
    await page.route('**/run/playgroundWorker.js', (route) => route.abort());
    await page.reload();
    await statusOf(page).getByText('This net could not be computed: a script could not be loaded').waitFor();
    await page.route('**/run/playground.js', (route) => route.abort());
    await page.reload();
    await statusOf(page).getByText('The playground could not be loaded.').waitFor();
  });

  it('is linked from the index', async () => {
    const page = await visitor.visit('index.html');
    await page.getByRole('link', { name: 'Open the playground' }).click();
    await complete(page);
  });

  it('says so where scripts do not run', async () => {
    const page = await visitor.visit('playground.html', { isBare: true });
    await page.getByText('The playground needs scripts').waitFor();
    expect(await page.locator('form[aria-label="Network"]').isVisible()).to.equal(false);
  });

  describe('in which a net is trained', () => {
    const training = (page: Page) => page.locator('.playground-training');
    const train = (page: Page) => training(page).getByRole('button', { name: 'Train' }).click();

    it('shows its loss and its decision boundary until the end', async () => {
      const page = await visit('?depth=2&width=16&init=heNormal&rate=0.1');
      await train(page);
      await training(page).getByText('After 300 steps').waitFor();
      const loss = await valuesOf(page, 'Loss while it learns', 'loss');
      expect(loss.at(-1)).to.be.below(loss[0]);
      const plot = page.locator('figure.plot').filter({ hasText: 'What the net has learned' });
      await plot.scrollIntoViewIfNeeded();
      await plot.locator('.contour').first().waitFor();
      expect(visitor.problems).to.deep.equal([]);
    });

    it('fits a curve, and shows how many units die meanwhile', async () => {
      const page = await visit(
        '?depth=3&width=64&init=heNormal&rate=0.01&task=curve&residual=yes&normalization=layerNorm',
      );
      await train(page);
      await training(page)
        .getByText(/^After 300 steps, the loss for new points is/)
        .waitFor({ timeout: 100_000 });
      const loss = await valuesOf(page, 'Loss while it learns', 'loss');
      expect(loss.at(-1)).to.be.below(1);
      expect(await valuesOf(page, 'What the net has learned', 'net')).to.have.length(201);
      const dead = await valuesOf(page, 'Dead units while it learns', 'dead units');
      expect(dead).to.have.length(16);
      for (const share of dead) expect(share).to.be.within(0, 100);
      expect(visitor.problems).to.deep.equal([]);
    });

    it('learns to read digits, or not if its weights are wrong', async () => {
      const accuracyOf = async (query: string): Promise<number> => {
        const page = await visit(`?depth=6&width=64&task=digits&rate=0.03&${query}`);
        await train(page);
        const end = training(page).getByText(/^After 300 steps, \d+ % of new examples/);
        await end.waitFor();
        return Number(/(\d+) %/.exec(await end.innerText())?.[1]);
      };
      expect(await accuracyOf('init=heNormal')).to.be.above(60);
      expect(await accuracyOf('init=heNormal&scale=0.1')).to.be.below(30);
      expect(visitor.problems).to.deep.equal([]);
    });

    it('can be stopped by the reader, and stops if a setting changes', async () => {
      const page = await visit('?depth=60&width=256&init=heNormal');
      await train(page);
      await training(page)
        .getByText(/^Step \d+\.$/)
        .waitFor();
      await training(page).getByRole('button', { name: 'Stop' }).click();
      await training(page).getByText('Stopped.', { exact: true }).waitFor();
      await train(page);
      await training(page)
        .getByText(/^Step \d+\.$/)
        .waitFor();
      await page.getByRole('combobox', { name: 'Activation' }).selectOption('tanh');
      await training(page).getByText('Stopped, because a setting has changed.').waitFor();
    });
  });
});
