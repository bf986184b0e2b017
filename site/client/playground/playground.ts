import type { Figure } from 'initlab/plot';
import { writeInitlab } from '../../src/playground/code/initlab.js';
import { writeKeras } from '../../src/playground/code/keras.js';
import { writePytorch } from '../../src/playground/code/pytorch.js';
import { INITIAL, readSettings, type Settings, writeSettings } from '../../src/playground/settings.js';
import type { Distributions, Measured, PlaygroundReply, Predicted } from '../../worker/playground/messages.js';
import { connectControls } from './controls.js';
import { correlationFigure, distributionFigure, gradientFigure, signalFigure, unitsFigure } from './figures.js';
import { LatestWorker } from './latestWorker.js';
import { createPlotBoxes } from './plotBoxes.js';
import { createTrainingPart } from './trainingPart.js';
import { describeMeasurement } from './verdict.js';

const WRITERS: Record<string, (settings: Settings) => string> = {
  initlab: writeInitlab,
  pytorch: writePytorch,
  keras: writeKeras,
};

/** The figures in the order of the page. */
const FIGURES: Record<string, (measured: Measured, predicted?: Predicted) => Figure> = {
  signal: signalFigure,
  gradient: gradientFigure,
  units: unitsFigure,
  correlation: correlationFigure,
};

/** The figures that show theory beside the measurement. */
const WITH_THEORY = ['signal', 'gradient', 'correlation'];

/** Time without a change after which the verdict is said, so that a slider does not chatter. */
const QUIET_MS = 300;

/**
 * Makes the playground work: what the reader chooses is measured and predicted in workers, drawn,
 * and kept in the address of the page.
 *
 * @param setUp makes new parts of the page work
 */
export function openPlayground(setUp: (part: ParentNode) => void): void {
  const part = <Part extends HTMLElement>(name: string): Part => document.querySelector(`.playground-${name}`) as Part;
  const src = new URL('playgroundWorker.js', import.meta.url).href;
  const whole = document.querySelector('.playground') as HTMLElement;
  const controls = connectControls(whole, update, keepAddress);
  const showFigure = createPlotBoxes(part('figures'), setUp);
  const language = part<HTMLSelectElement>('language');
  const use = part<HTMLButtonElement>('use');
  const training = createTrainingPart(part('training'), {
    src,
    read: () => controls.read(),
    show: createPlotBoxes(part('run'), setUp),
  });
  let measured: Measured | undefined;
  let predicted: Predicted | undefined;
  let distributions: Distributions | undefined;
  let timer: number | undefined;

  const measuring = new LatestWorker(src, 'measure', receive);
  const predicting = new LatestWorker(src, 'predict', receive);
  const distributing = new LatestWorker(src, 'distribute', receive);

  function receive(reply: PlaygroundReply): void {
    if (reply.kind === 'measured') {
      measured = reply;
      draw(Object.keys(FIGURES), reply);
      drawDistributions();
      sayWhenQuiet(describeMeasurement(reply));
    } else if (reply.kind === 'predicted') {
      predicted = reply;
      if (measured && theoryOf(measured)) draw(WITH_THEORY, measured);
    } else if (reply.kind === 'distributions') {
      distributions = reply;
      drawDistributions();
    } else if (reply.kind === 'failed') {
      sayWhenQuiet(`This net could not be computed: ${reply.reason}`);
    }
  }

  /** Theory takes longer, and is drawn only with the measurement of the same settings. */
  function theoryOf({ settings }: Measured): Predicted | undefined {
    return predicted && writeSettings(predicted.settings) === writeSettings(settings) ? predicted : undefined;
  }

  function draw(names: readonly string[], measurement: Measured): void {
    const theory = theoryOf(measurement);
    for (const name of names) showFigure(name, FIGURES[name](measurement, theory));
    if (!theory) return;
    showAdvice(theory);
    if (writeSettings(controls.read()) === writeSettings(theory.settings)) whole.dataset.state = 'complete';
  }

  /** Draws the distributions with the measurement of the same settings, which chooses the axis. */
  function drawDistributions(): void {
    if (!measured || !distributions) return;
    if (writeSettings(measured.settings) === writeSettings(distributions.settings))
      showFigure('distributions', distributionFigure(distributions, measured));
  }

  function sayWhenQuiet(text: string): void {
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      part('verdict').textContent = text;
    }, QUIET_MS);
  }

  function showAdvice({ advice, settings }: Predicted): void {
    part('recommended').hidden = false;
    part('advice').textContent = advice.code;
    part('why').textContent = advice.why;
    const { use: better } = advice;
    const isUsed = better && writeSettings({ ...settings, ...better }) === writeSettings(settings);
    use.hidden = !better || isUsed === true;
  }

  function update(): void {
    const settings = controls.read();
    whole.dataset.state = 'waiting';
    training.leave();
    measuring.ask(settings);
    predicting.ask(settings);
    distributing.ask(settings);
    showCode(settings);
  }

  function showCode(settings: Settings): void {
    const code = whole.querySelector('.playground-code code') as HTMLElement;
    code.textContent = WRITERS[language.value](settings);
  }

  /** Puts the settings into the address, so that it can be shared. */
  function keepAddress(): void {
    const query = writeSettings(controls.read());
    history.replaceState(null, '', query === '' ? location.pathname : `?${query}`);
  }

  function change(settings: Settings): void {
    controls.write(settings);
    keepAddress();
    update();
  }

  language.addEventListener('change', () => showCode(controls.read()));
  use.addEventListener('click', () => change({ ...controls.read(), ...predicted?.advice.use }));
  part('reset').addEventListener('click', () => change(INITIAL));
  part('again').addEventListener('click', () => {
    const settings = controls.read();
    change({ ...settings, seed: (settings.seed + 1) % 1000 });
  });
  const { settings, refused } = readSettings(location.search);
  part('refused').textContent =
    refused.length === 0 ? '' : `The address has settings that cannot be used: ${refused.length} of them.`;
  controls.write(settings);
  part('verdict').textContent = 'The library is loading…';
  update();
}
