import { type Html, html } from '../../prose/html.js';
import { exercisesOf, runState } from '../lessonPage.js';
import { companionLabel, type Outline } from '../outline.js';
import { PLAYGROUND } from '../playgroundPage.js';
import { shell } from '../shell.js';
import type { SiteContext } from '../siteContext.js';
import { hero } from './hero.js';
import { readingMinutes } from './readingTime.js';

/** Lists the lessons. */
export function indexPage(site: SiteContext): Html {
  return shell({
    title: 'initlab – neural-network weight initialization',
    root: '',
    site,
    main: html`<div class="prose">
<h1>Weight initialization, measured</h1>
<p>Lessons on how the first weights of a neural network decide whether it learns. Each lesson asks a question, shows the failure,
derives the answer, and checks every step against a measurement.</p>
<p>You can change and run the cells of a lesson in its page. The lessons are notebooks, too: <code>npx initlab lab</code> opens them in
Jupyter.</p>
<p class="to-playground"><a href="${PLAYGROUND}">Open the playground</a>: build a deep network and watch its signal while you move a slider.</p>
</div>
${hero(site.entries)}
<ol class="lessons">
${site.entries.map((entry) => lessonEntry(entry, site))}
</ol>`,
  });
}

/** Title such as "1 · Variance". The number is shown in its own column. */
const NUMBERED_TITLE = /^(?:(\d+)\s*[·.:–-]\s*)?([\s\S]*)$/;

function lessonEntry(entry: Outline, site: SiteContext): Html {
  const { question, goals, href, companions } = entry;
  const picture = site.pictureOf(entry);
  const [, number, title] = NUMBERED_TITLE.exec(entry.title) ?? [];
  return html`<li${exercisesOf(entry, site)}>
<span class="lesson-number" aria-hidden="true">${number}</span>
<div>
<h2><a href="${href}">${title}</a>${failedMark(entry)}</h2>
<p>${question}</p>
${goals.length > 0 && html`<details class="goals"><summary>What you will be able to do</summary><ul>${goals.map((goal) => html`<li>${goal}</li>`)}</ul></details>`}
<p class="lesson-time">About ${readingMinutes(entry.lesson.notebook)} minutes to read</p>
${site.options.isLive && runState(entry.lesson.name, site)}
${companions.map((companion) => html`<p class="companion"><a href="${companion.href}" aria-label="${companionLabel(companion)} of ${title}">${companionLabel(companion)}</a>${failedMark(companion)}</p>`)}
</div>
${picture !== undefined && html`<a class="lesson-picture" href="${href}" tabindex="-1" aria-hidden="true"><img src="${picture}" alt="" loading="lazy"></a>`}
</li>
`;
}

function failedMark({ lesson }: Outline): Html | undefined {
  return lesson.failure && html` <span class="failed-mark">failed</span>`;
}
