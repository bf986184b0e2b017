/** Titles of the tags of a doc comment. Text of a tag without a title stands as it is. */
const TITLES: Record<string, string> = {
  param: 'Parameters',
  typeParam: 'Type parameters',
  template: 'Type parameters',
  return: 'Returns',
  defaultValue: 'Default',
  remarks: '',
};

/**
 * Turns a doc comment into Markdown: parameters become a list, every other tag a paragraph with a
 * title, and links become links or code.
 */
export function formatDocs(comment: string): string {
  const lines = comment
    .replace(/^\/\*\*|\*\/$/g, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, '').trimEnd());
  const [summary, ...blocks] = splitBlocks(lines);
  let title = '';
  const parts = [summary?.text ?? ''];
  for (const { tag, text } of blocks) {
    const isSame = title === titleOf(tag) && isListed(tag);
    title = titleOf(tag);
    if (isListed(tag)) parts.push(`${isSame ? '' : `**${title}**\n\n`}${toItem(text)}`);
    else
      parts.push(
        ...(tag === 'example' ? [`**${title}**`, fence(text)] : [title === '' ? text : `**${title}** ${text}`]),
      );
  }
  return parts
    .map((part) => replaceLinks(part.trim()))
    .filter(Boolean)
    .join('\n\n')
    .replaceAll(/(^- .*(?:\n {2}.*)*)\n\n(?=- )/gm, '$1\n')
    .replaceAll(/\n{3,}/g, '\n\n');
}

/** Splits the lines at those that begin with a tag, except in code. The first block has no tag. */
function splitBlocks(lines: readonly string[]): { tag: string; text: string }[] {
  const blocks = [{ tag: '', text: '' }];
  let isCode = false;
  for (const line of lines) {
    if (line.trimStart().startsWith('```')) isCode = !isCode;
    const [, tag, rest] = (isCode ? undefined : /^\s*@(\w+)\s*(.*)$/.exec(line)) ?? [];
    const last = blocks.at(-1) as { text: string };
    if (tag === undefined) last.text += `${line}\n`;
    else blocks.push({ tag, text: `${rest}\n` });
  }
  return blocks;
}

function titleOf(tag: string): string {
  return TITLES[tag] ?? tag.charAt(0).toUpperCase() + tag.slice(1);
}

function isListed(tag: string): boolean {
  return /^(?:param|typeParam|template)$/.test(tag);
}

/** Writes `name - text` as an item of a list. */
function toItem(text: string): string {
  const [, name, rest = ''] = /^(?:\{[^}]*\}\s*)?(\[?[\w.$]+[^\s]*)\s*-?\s*([\s\S]*)$/.exec(text.trim()) ?? [];
  if (name === undefined) return `- ${text.trim()}`;
  return `- \`${name}\`${rest === '' ? '' : `: ${rest.replaceAll('\n', '\n  ')}`}`;
}

function fence(code: string): string {
  return code.includes('```') ? code.trim() : `\`\`\`typescript\n${code.trim()}\n\`\`\``;
}

/** Replaces `{@link name}` by the name, and `{@link address text}` by a link. */
function replaceLinks(text: string): string {
  return text.replaceAll(
    /\{@link(?:code|plain)?\s+([^\s|}]+)\s*\|?\s*([^}]*)\}/g,
    (_, target: string, label: string) => {
      if (/^https?:/.test(target)) return `[${label.trim() || target}](${target})`;
      return label.trim() || `\`${target}\``;
    },
  );
}
