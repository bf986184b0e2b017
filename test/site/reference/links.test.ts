import { expect } from 'chai';
import { createHighlight, type Highlight } from '../../../site/src/prose/highlight.js';
import { firstOnly, importedNames, linkNames } from '../../../site/src/reference/links.js';

describe('links to public names', () => {
  let highlight: Highlight;
  before(async () => {
    highlight = await createHighlight();
  });

  const nameLink = (name: string) => (['normal', 'Shape'].includes(name) ? `init.html#${name}` : undefined);

  it('link functions and types in code, but no methods and no text', () => {
    const code = "const a: Shape = normal({ std: 1 });\nb.normal(a); // normal\nother('normal');";
    const linked = String(linkNames(highlight(code, 'typescript'), nameLink));
    expect(linked.match(/<a href="[^"]*">/g)).to.deep.equal([
      '<a href="init.html#Shape">',
      '<a href="init.html#normal">',
    ]);
    expect(linked.replace(/<[^>]*>|&#39;/g, '')).to.include(
      'normal({ std: 1 });\nb.normal(a); // normal\nother(normal);',
    );
  });

  it('can be limited to the first place of each name', () => {
    const first = firstOnly(nameLink);
    expect(['normal', 'other', 'normal', 'Shape'].map(first)).to.deep.equal([
      'init.html#normal',
      undefined,
      undefined,
      'init.html#Shape',
    ]);
  });

  it('are made for names that are imported from the library', () => {
    const source =
      "import { strict } from 'node:assert';\nimport {\n  heNormal,\n  type Figure,\n} from 'initlab';\nimport { show } from \"initlab/plot\";";
    expect(importedNames(source)).to.deep.equal(['heNormal', 'Figure', 'show']);
  });
});
