import type { MarkdownIt, Token } from 'markdown-it';
import { html } from '../html.js';
import type { RenderContext } from '../renderContext.js';

/** Code that is a name, or a call such as `heNormal()`. */
const NAME = /^([A-Za-z]\w*)(?:\(.*\))?$/;

/** Blocks whose text is part of a link or of a button. */
const BLOCKS_WITHOUT_LINKS = ['heading_open', 'summary_open'];

/** Places at which code may break in a narrow column: after `nn.`, `kaiming_` or `heNormal(`. */
const BREAKS = /(?<=[._(/])/;

/**
 * Links code that is a public name of the library to its description, unless it stands in another
 * link or in a heading. In a table, code may break between the parts of a name.
 */
export function names(md: MarkdownIt): void {
  md.core.ruler.push('names', ({ tokens }) => {
    tokens.forEach(({ type, children }, i) => {
      if (type !== 'inline' || children === null || BLOCKS_WITHOUT_LINKS.includes(tokens[i - 1]?.type ?? '')) return;
      const isInTable = tokens[i - 1]?.type === 'td_open';
      let isInLink = false;
      for (const child of children) {
        if (child.type === 'link_open') isInLink = true;
        else if (child.type === 'link_close') isInLink = false;
        else if (child.type === 'code_inline') child.meta = { isLinkable: !isInLink, isInTable };
      }
    });
  });

  md.renderer.rules.code_inline = (tokens, i, _options, env) => {
    const { content, meta } = tokens[i] as Token & { meta: { isLinkable: boolean; isInTable: boolean } | null };
    const { nameLink } = (env as { context: RenderContext }).context;
    const name = meta?.isLinkable ? NAME.exec(content)?.[1] : undefined;
    const href = name === undefined ? undefined : nameLink?.(name);
    const parts = meta?.isInTable ? content.split(BREAKS) : [content];
    const code = html`<code>${parts.map((part, j) => html`${j > 0 && html`<wbr>`}${part}`)}</code>`;
    return String(href === undefined ? code : html`<a class="name" href="${href}">${code}</a>`);
  };
}
