import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { readNotebook } from 'initlab-kernel';
import MarkdownIt from 'markdown-it';
import { slug } from '../../site/src/prose/slug.js';
import { allTexts, besides, type Text } from './texts.js';

const markdown = new MarkdownIt({ linkify: true });

describe('the links of the prose', () => {
  const texts = allTexts();

  it('are found by the function that lists them', () => {
    expect(texts.flatMap(addresses)).to.have.length.above(5);
  });

  it('lead to files and headings that exist, or to https addresses', () => {
    expect(texts.flatMap((text) => addresses(text).flatMap((address) => fault(text, address)))).to.deep.equal([]);
  });

  it('are reported if they are wrong', () => {
    const text = (source: string): Text => ({ file: 'README.md', where: 'README.md', source });
    const wrong = '[a](absent.md) [b](#absent) [c](data/README.md#absent) [d](http://example.org) ![e](absent.png)';
    const right =
      '[a](LICENSE) [b](#run-the-tests) [c](data/README.md) [d](https://example.org/x) ![e](docs/lesson-01.png)';
    const faults = (source: string) => addresses(text(source)).flatMap((address) => fault(text(source), address));
    expect(faults(wrong)).to.have.length(5);
    expect(faults(right)).to.deep.equal([]);
  });
});

function addresses({ source }: Text): string[] {
  const tokens = markdown.parse(source, {}).flatMap(({ children }) => children ?? []);
  return tokens.flatMap((token) => String(token.attrGet('href') ?? token.attrGet('src') ?? '') || []);
}

function fault({ file, where }: Text, address: string): string[] {
  const wrong = [`${where}: ${address}`];
  if (/^[a-z]+:/i.test(address))
    return /^https:\/\/\S+\.\S+/.test(address) || address.startsWith('attachment:') ? [] : wrong;
  const [path, fragment] = address.split('#');
  const target = besides(file, path === '' ? `../${file}`.replace(/^.*\//, '') : path);
  if (!existsSync(target)) return wrong;
  return fragment === undefined || headings(target).includes(slug(decodeURI(fragment))) ? [] : wrong;
}

/**
 * Lists the headings of a Markdown file or a notebook, in the form in which addresses name them.
 */
function headings(path: string): string[] {
  const source = path.endsWith('.ipynb')
    ? readNotebook(path)
        .cells.map((cell) => (cell.cell_type === 'markdown' ? cell.source : ''))
        .join('\n\n')
    : readFileSync(path, 'utf8');
  const tokens = markdown.parse(source, {});
  return tokens.flatMap((token, i) => (token.type === 'heading_open' ? slug(tokens[i + 1].content) : []));
}
