import { expect } from 'chai';
import { createHighlight } from '../../../../site/src/prose/highlight.js';
import { createMarkdown, type Markdown } from '../../../../site/src/prose/markdown.js';
import type { RenderContext } from '../../../../site/src/prose/renderContext.js';
import { exercisesIn, solutionsIn } from '../../../../site/src/prose/rules/exercises.js';

const LESSON = `## Steps

1. Not an exercise.

## Exercises

Try first.

1. What is $a$?

   And why?

   <details><summary>Show a hint</summary>

   Look at $b$.

   </details>

2. Another one.

## Summary

1. Not an exercise either.`;

describe('exercises', () => {
  let markdown: Markdown;
  before(async () => {
    markdown = createMarkdown(await createHighlight());
  });

  const render = (source: string, more: Partial<RenderContext>) =>
    String(markdown.render(source, { where: '', faults: [], headings: [], link: () => undefined, ...more }));

  it('are found in the Markdown of a lesson, without their hints', () => {
    expect([...exercisesIn(LESSON)]).to.deep.equal([
      [1, 'What is $a$?\n\nAnd why?'],
      [2, 'Another one.'],
    ]);
    expect([...exercisesIn('## Exercises\n\n3. The last one')]).to.deep.equal([[3, 'The last one']]);
    expect([...exercisesIn('no exercises')]).to.deep.equal([]);
  });

  it('have an id, and a link to their solution if there is one', () => {
    const page = render(LESSON, { solution: (number) => (number === 1 ? 'solutions/x.html#1-a' : undefined) });
    expect(page.match(/<li id="[^"]*">/g)).to.deep.equal(['<li id="exercise-1">', '<li id="exercise-2">']);
    expect(page.match(/<a href="[^"]*">Solution[^<]*<\/a>/g)).to.deep.equal([
      '<a href="solutions/x.html#1-a">Solution of exercise 1</a>',
    ]);
  });

  it('are repeated under the headings of their solutions, with a link back', () => {
    const exercise = (number: number) =>
      number === 2 ? { href: '../x.html#exercise-2', text: 'What *is* it?' } : undefined;
    const page = render('# Solutions\n\n## 2. It\n\nThis.\n\n## 3. Other', { exercise });
    expect(page).to.match(
      /2\. It.*<\/h2>\s*<blockquote class="exercise"><p>What <em>is<\/em> it\?<\/p>\s*<p><a href="\.\.\/x\.html#exercise-2">/,
    );
    expect(page.match(/<blockquote/g)).to.have.length(1);
  });

  it('are the numbers of the headings of solutions', () => {
    expect([...solutionsIn('# 1 · Title\n\n## 1. Small\n\n## Other\n\n## 2. Large $x$')]).to.deep.equal([
      [1, '1. Small'],
      [2, '2. Large $x$'],
    ]);
  });
});
