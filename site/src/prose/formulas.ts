/// <reference path="./texmath.d.ts" />
import katex from 'katex';
import type { MarkdownIt } from 'markdown-it';
import texmath from 'markdown-it-texmath';

const { $_pre: pre, $_post: post } = texmath;

/**
 * Dollars as Jupyter reads them. texmath's own rules lose the text after a closing `$$`, take a parenthesis in the next
 * paragraph for an equation number, and leave a formula that goes over a line break as it is.
 */
texmath.rules.jupyter = {
  inline: [
    { name: 'math_display', rex: /\$\$((?:\\[\s\S]|\$(?!\$)|[^$\\])+)\$\$/gy, tag: '$$', tmpl: '$1', pre, post },
    { name: 'math_inline', rex: /\$(?!\s)((?:\\[\s\S]|[^$\\])+)(?<!\s)\$/gy, tag: '$', tmpl: '$1', pre, post },
  ],
  block: [{ name: 'math_block', rex: /\$\$((?:\\[\s\S]|\$(?!\$)|[^$\\])+)\$\$[ \t]*$/gmy, tag: '$$', tmpl: '$1' }],
};

/** Lets markdown-it see formulas: `$…$`, `$$…$$` and bare LaTeX environments become tokens `math_inline`, `math_display`, `math_block`. */
export function formulas(md: MarkdownIt): void {
  md.use(texmath, { engine: katex, delimiters: ['beg_end', 'jupyter'] });
}
