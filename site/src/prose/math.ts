import katex from 'katex';
import { type Html, raw } from './html.js';

/** Largest size in em that a formula may ask for, so that none makes a page of endless width. */
const MAX_SIZE_EM = 50;

/**
 * Typesets a formula as HTML with MathML inside.
 *
 * @throws KaTeX's ParseError if LaTeX could not typeset the formula either
 */
export function renderMath(formula: string, displayMode: boolean): Html {
  return raw(
    plainMathMl(
      katex.renderToString(formula, { displayMode, throwOnError: true, strict: 'error', maxSize: MAX_SIZE_EM }),
    ),
  );
}

/**
 * Removes from KaTeX's MathML what no screen reader speaks: the LaTeX source, the name space and
 * the sizes of parentheses. Joins the letters of an upright word, which would be spelled otherwise.
 */
function plainMathMl(html: string): string {
  return html
    .replace(/<annotation encoding="application\/x-tex">.*?<\/annotation>/gs, '')
    .replace(/<\/?semantics>| xmlns="http:\/\/www\.w3\.org\/1998\/Math\/MathML"| stretchy="false"/g, '')
    .replace(
      /(?:<mi mathvariant="normal">[a-z]<\/mi>){2,}/gi,
      (letters) => `<mi>${letters.replace(/<[^>]*>/g, '')}</mi>`,
    );
}
