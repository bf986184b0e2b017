import katex from 'katex';
import { type Html, raw } from './html.js';

/**
 * Typesets a formula as HTML with MathML inside.
 *
 * @throws KaTeX's ParseError if LaTeX could not typeset the formula either
 */
export function renderMath(formula: string, displayMode: boolean): Html {
  return raw(katex.renderToString(formula, { displayMode, throwOnError: true, strict: 'error' }));
}
