import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { spellCheckDocument } from 'cspell-lib';
import { allTexts, type Text } from './texts.js';

const words = readFileSync(join(import.meta.dirname, 'words.txt'), 'utf8')
  .split('\n')
  .filter(Boolean);

/** Patterns of what is not prose: code, formulas, addresses, and names of files and packages. */
const NOT_PROSE = [
  '/```[\\s\\S]*?```/g',
  '/`[^`\\n]*`/g',
  '/\\$\\$[\\s\\S]*?\\$\\$/g',
  '/\\$[^$\\n]+\\$/g',
  '/\\]\\([^)]*\\)/g',
  '/https?:\\S+/g',
];

describe('the spelling of the prose', () => {
  it('follows a dictionary or test/prose/words.txt', async function () {
    this.timeout(120_000);
    const unknown: string[] = [];
    for (const text of allTexts()) unknown.push(...(await misspelled(text)));
    expect(unknown).to.deep.equal([]);
  });

  it('is reported if it is wrong, with its place', async () => {
    const source = 'A gradeint vanishes, `gradeint` in code does not, nor does $gradeint$.';
    expect(await misspelled({ file: 'a.md', where: 'a.md', source })).to.deep.equal(['a.md: gradeint']);
  });
});

describe('test/prose/words.txt', () => {
  it('is sorted, and every word in it is used', () => {
    expect(words).to.deep.equal([...words].sort((a, b) => (a < b ? -1 : 1)));
    const prose = allTexts()
      .map(({ source }) => source)
      .join('\n')
      .toLowerCase();
    expect(words.filter((word) => !prose.includes(word.toLowerCase()))).to.deep.equal([]);
  });
});

async function misspelled({ where, source }: Text): Promise<string[]> {
  const { issues, errors } = await spellCheckDocument(
    { uri: 'text.md', text: source, languageId: 'markdown', locale: 'en,en-GB' },
    { generateSuggestions: false, noConfigSearch: true },
    { words, ignoreRegExpList: NOT_PROSE, language: 'en,en-GB' },
  );
  if (errors && errors.length > 0) throw errors[0];
  return issues.map(({ text }) => `${where}: ${text}`);
}
