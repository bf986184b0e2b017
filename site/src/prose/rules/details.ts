import type { MarkdownIt } from 'markdown-it';

const OPENING_LINE = /^<details>\s*<summary>(.+?)<\/summary>$/;

/**
 * Adds the only HTML that Markdown cells may contain, because Markdown has no syntax for it: a part
 * that is folded away until the reader opens it.
 *
 *     <details><summary>Hint</summary>
 *
 *     Any Markdown.
 *
 *     </details>
 */
export function details(md: MarkdownIt): void {
  md.block.ruler.before(
    'paragraph',
    'details',
    (state, startLine, endLine, silent) => {
      const line = (number: number) => state.getLines(number, number + 1, state.blkIndent, false).trim();
      const opening = OPENING_LINE.exec(line(startLine));
      if (opening === null) return false;
      let end = startLine + 1;
      while (end < endLine && line(end) !== '</details>') end++;
      if (end === endLine) return false;
      if (silent) return true;

      state.push('details_open', 'details', 1).map = [startLine, end];
      state.push('summary_open', 'summary', 1);
      const summary = state.push('inline', '', 0);
      summary.content = opening[1];
      summary.children = [];
      state.push('summary_close', 'summary', -1);
      const { lineMax } = state;
      state.lineMax = end;
      state.md.block.tokenize(state, startLine + 1, end);
      state.lineMax = lineMax;
      state.push('details_close', 'details', -1);
      state.line = end + 1;
      return true;
    },
    { alt: ['paragraph', 'list'] },
  );
}
