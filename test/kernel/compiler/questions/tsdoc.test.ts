import { expect } from 'chai';
import { formatDocs } from '../../../../kernel/src/compiler/questions/tsdoc.js';

describe('formatDocs', () => {
  it('turns the tags of a doc comment into titles and lists', () => {
    const comment = `/**
 * Draws weights, see {@link fans} and {@link https://example.org/he | the paper}.
 *
 * @param random - the generator,
 * of which it takes numbers
 * @param shape the shape
 * @typeParam T - anything
 * @returns the weights
 * @throws RangeError if the shape is empty
 * @remarks
 * It is pure.
 * @deprecated Use {@link heUniform | the other}.
 * @example
 * \`\`\`ts
 * @decorated class A {}
 * \`\`\`
 */`;
    expect(formatDocs(comment)).to.equal(`Draws weights, see \`fans\` and [the paper](https://example.org/he).

**Parameters**

- \`random\`: the generator,
  of which it takes numbers
- \`shape\`: the shape

**Type parameters**

- \`T\`: anything

**Returns** the weights

**Throws** RangeError if the shape is empty

It is pure.

**Deprecated** Use the other.

**Example**

\`\`\`ts
@decorated class A {}
\`\`\``);
  });

  it('writes an example without a fence as code, and leaves a plain comment as it is', () => {
    expect(formatDocs('/** One line. */')).to.equal('One line.');
    expect(formatDocs('/**\n * Twice.\n * @example twice(2)\n */')).to.equal(
      'Twice.\n\n**Example**\n\n```typescript\ntwice(2)\n```',
    );
  });
});
