import { CHOICES, type ChoiceSetting, INITIAL, NUMBERS, type Settings } from '../playground/settings.js';
import { type Html, html, raw } from '../prose/html.js';
import { shell } from './shell.js';
import type { SiteContext } from './siteContext.js';

/** Address of the playground. */
export const PLAYGROUND = 'playground.html';

/** Page on which a reader changes a network and watches its signal. */
export function playgroundPage(site: SiteContext): Html {
  return shell({
    title: 'Playground – initlab',
    root: '',
    site,
    main: html`<div class="playground">
<div class="prose"><h1>Playground</h1>
<p>Build a deep network and watch what its first weights do. Points are measured in your browser, lines are theory, and the shade holds 95 % of
networks. The address of the page keeps your settings.</p></div>
<p class="playground-off">The playground needs scripts, which this browser does not run.</p>
<div class="playground-columns">
<form class="playground-form" aria-label="Network">
<div class="playground-choices">${choice('activation')}${choice('init')}${choice('normalization')}${choice('residual')}</div>
<div class="playground-sliders">${slider('depth')}${slider('width')}${slider('scale')}</div>
<details><summary>More settings</summary>
<div class="playground-choices">${choice('input')}</div>
<div class="playground-sliders">${slider('bias')}${slider('batch')}${slider('seed')}</div></details>
<div class="playground-buttons"><button type="button" class="playground-again">New weights</button><button type="button" class="playground-reset">Reset</button></div>
</form>
<div class="playground-results">
<p class="playground-refused note" role="status"></p>
<p class="playground-verdict" role="status"></p>
<div class="playground-figures"></div>
<section class="playground-recommended" hidden><h2>What would keep it healthy?</h2>
<p>For this network initlab recommends <code class="playground-advice"></code>
<button type="button" class="playground-use" hidden>Use it</button></p><p class="playground-why"></p></section>
<section class="playground-training"><h2>Does it learn?</h2>
<p>Train it: 300 steps of SGD, between the inputs of a task and a layer for its outputs.</p>
<div class="playground-choices">${choice('task')}${choice('rate')}<button type="button">Train</button></div>
<p role="status"></p>
<div class="playground-run"></div></section>
<section><h2>The same network as code</h2>
<div class="playground-choices"><label>Library
<select class="playground-language"><option value="initlab">initlab</option><option value="pytorch">PyTorch</option><option value="keras">Keras</option></select></label></div>
<div class="playground-code code"><div class="code-bar"></div><pre class="scroll" tabindex="0"><code></code></pre></div></section>
</div></div></div>`,
  });
}

function slider(key: keyof typeof NUMBERS): Html {
  const { label, min, max, step } = NUMBERS[key];
  return html`<div><label for="set-${key}">${label}</label><output for="set-${key}">${INITIAL[key]}</output>
<input type="range" id="set-${key}" name="${key}" min="${min}" max="${max}" step="${step}" value="${INITIAL[key]}"></div>`;
}

function choice(key: keyof typeof CHOICES): Html {
  const { label, names }: ChoiceSetting = CHOICES[key];
  const isInitial = (name: string): boolean => name === INITIAL[key as keyof Settings];
  return html`<label>${label}
<select name="${key}">${Object.entries(names).map(([name, text]) => html`<option value="${name}"${isInitial(name) && raw(' selected')}>${text}</option>`)}</select></label>`;
}
