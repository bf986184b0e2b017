declare module 'markdown-it-texmath' {
  import type { MarkdownIt } from 'markdown-it';

  interface Rule {
    name: string;
    /** Sticky pattern whose first group is the formula. */
    rex: RegExp;
    /** Characters with which the formula begins. */
    tag: string;
    /** Template of texmath's own renderer. */
    tmpl: string;
    pre?: (text: string, outerSpace: boolean, at: number) => boolean;
    post?: (text: string, outerSpace: boolean, at: number) => boolean;
  }

  function texmath(md: MarkdownIt, options: { engine: object; delimiters: string | readonly string[] }): void;

  namespace texmath {
    const rules: Record<string, { inline: Rule[]; block: Rule[] }>;
    /** Whether a dollar may open a formula here: not after a backslash or a digit. */
    const $_pre: NonNullable<Rule['pre']>;
    /** Whether a dollar may close a formula here: not before a digit. */
    const $_post: NonNullable<Rule['post']>;
  }

  export default texmath;
}
