/// <reference path="./texmath.d.ts" />
import katex from 'katex';
import type { MarkdownIt } from 'markdown-it';
import texmath from 'markdown-it-texmath';

const { $_pre: pre, $_post: post } = texmath;

/**
 * Rules that read dollars as Jupyter does. texmath's own rules have three faults: they lose the
 * text after a closing `$$`, they take a parenthesis in the next paragraph for an equation number,
 * and they ignore a formula that contains a line break.
 */
texmath.rules.jupyter = {
  inline: [
    { name: 'math_display', rex: /\$\$((?:\\[\s\S]|\$(?!\$)|[^$\\])+)\$\$/gy, tag: '$$', tmpl: '$1', pre, post },
    { name: 'math_inline', rex: /\$(?!\s)((?:\\[\s\S]|[^$\\])+)(?<!\s)\$/gy, tag: '$', tmpl: '$1', pre, post },
  ],
  block: [{ name: 'math_block', rex: /\$\$((?:\\[\s\S]|\$(?!\$)|[^$\\])+)\$\$[ \t]*$/gmy, tag: '$$', tmpl: '$1' }],
};

/**
 * Teaches markdown-it to read formulas: `$…$`, `$$…$$` and LaTeX environments become the tokens
 * `math_inline`, `math_display` and `math_block`.
 */
export function formulas(md: MarkdownIt): void {
  md.use(texmath, { engine: katex, delimiters: ['beg_end', 'jupyter'] });
}
