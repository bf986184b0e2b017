import type { MimeBundle } from 'initlab-kernel';
import { type Html, html } from '../prose/html.js';
import type { Markdown } from '../prose/markdown.js';
import { renderMath } from '../prose/math.js';
import type { RenderContext } from '../prose/renderContext.js';
import { describeFigure } from './describeFigure.js';
import { longText } from './longText.js';
import { plotOutput } from './plotOutput.js';
import { readFigure } from './readFigure.js';

/** The properties of an output that come from the page around it. */
export interface OutputContext {
  /** Name of the cell on the page, for example "In [3]". */
  label: string;
  markdown: Markdown;
  prose: RenderContext;
  /** Gives some content an address of its own, and returns the link from the page to it. */
  addFile: (content: string | Uint8Array, extension: string) => string;
}

/**
 * Function that shows one representation of a bundle. If it returns undefined, the next
 * representation is tried.
 */
type Show = (bundle: MimeBundle, context: OutputContext) => Html | undefined;

/** Representations that a page can show, the best one first. */
const REPRESENTATIONS: [type: string, show: Show][] = [
  ['application/vnd.plotly.v1+json', plot],
  ['image/svg+xml', (bundle, context) => image(svgUri(textOf(bundle, 'image/svg+xml')), bundle, context)],
  ...['image/png', 'image/jpeg', 'image/gif'].map((type): [string, Show] => [
    type,
    (bundle, context) => image(pictureFile(bundle, type, context), bundle, context),
  ]),
  ['text/markdown', (bundle, { markdown, prose }) => markdown.render(textOf(bundle, 'text/markdown'), prose)],
  ['text/latex', latex],
  ['text/html', sandboxed],
  ['text/plain', (bundle) => longText(textOf(bundle, 'text/plain'))],
];

/** Shows the best representation of a bundle that a page can show. */
export function showBundle(bundle: MimeBundle, context: OutputContext): Html {
  for (const [type, show] of REPRESENTATIONS) {
    const isText = typeof bundle[type] === 'string';
    const isUsable = type.endsWith('json') ? typeof bundle[type] === 'object' && bundle[type] !== null : isText;
    try {
      const shown = isUsable ? show(bundle, context) : undefined;
      if (shown !== undefined) return shown;
    } catch (error) {
      // One output that cannot be shown must not keep a reader from all others.
      return html`<p class="note">The output ${context.label} of type ${type} cannot be shown: ${(error as Error).message}</p>`;
    }
  }
  return html`<p class="note">This page cannot show an output of type ${Object.keys(bundle).join(', ')}.</p>`;
}

function plot(bundle: MimeBundle, context: OutputContext): Html | undefined {
  const figure = readFigure(bundle['application/vnd.plotly.v1+json']);
  if (figure === undefined) return undefined;
  const still =
    bundle['image/png'] === undefined
      ? longText(textOf(bundle, 'text/plain'))
      : picture(pictureFile(bundle, 'image/png', context), describeFigure(figure));
  const address = context.addFile(JSON.stringify(figure), 'json');
  return plotOutput(figure, { address, still, fallbackTitle: `output of ${context.label}` });
}

function image(uri: string, bundle: MimeBundle, context: OutputContext): Html {
  return picture(uri, textOf(bundle, 'text/plain') || `Output of ${context.label}`);
}

function picture(uri: string, alt: string): Html {
  return html`<img class="picture" src="${uri}" alt="${alt}" loading="lazy">`;
}

/** Makes a file of a picture, so that a page can be read before its pictures have arrived. */
function pictureFile(bundle: MimeBundle, type: string, { addFile }: OutputContext): string {
  const characters = atob(textOf(bundle, type));
  const bytes = new Uint8Array(characters.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = characters.charCodeAt(i);
  return addFile(bytes, type.slice('image/'.length));
}

/** Makes an image of an SVG, in which no script runs and nothing is loaded. */
function svgUri(svg: string): string {
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

function latex(bundle: MimeBundle): Html | undefined {
  const source = textOf(bundle, 'text/latex').trim();
  const [, dollars, formula] = /^(\$\$?)([\s\S]*)\1$/.exec(source) ?? [];
  try {
    return html`<div class="formula scroll" tabindex="0">${renderMath(formula ?? source, dollars !== '$')}</div>`;
  } catch {
    // A formula in an output is data. If KaTeX cannot typeset it, it is shown as text.
    return textOf(bundle, 'text/plain') === '' ? longText(source) : undefined;
  }
}

const FRAME_HEAD =
  '<!doctype html><meta charset="utf-8"><style>body{font:15px system-ui,sans-serif;margin:8px}</style>';

/** Shows HTML from a cell in a frame without scripts, forms or access to the page. */
function sandboxed(bundle: MimeBundle, context: OutputContext): Html {
  const document = `${FRAME_HEAD}${textOf(bundle, 'text/html')}`;
  return html`<iframe class="html-output" sandbox srcdoc="${document}" title="HTML output of ${context.label}"></iframe>`;
}

function textOf(bundle: MimeBundle, type: string): string {
  const text = bundle[type];
  return typeof text === 'string' ? text : '';
}
