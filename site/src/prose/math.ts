import katex from 'katex';
import { type Html, raw } from './html.js';

/** A formula as HTML with MathML inside. Throws KaTeX's ParseError on a formula that LaTeX would not set either. */
export function renderMath(formula: string, displayMode: boolean): Html {
  return raw(katex.renderToString(formula, { displayMode, throwOnError: true, strict: 'error' }));
}
