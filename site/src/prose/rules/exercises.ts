import type { MarkdownIt, Token } from 'markdown-it';
import { html } from '../html.js';
import type { RenderContext } from '../renderContext.js';

/** Heading under which the numbered paragraphs of a lesson are exercises. */
const HEADING = 'Exercises';

/** Id of an exercise on the page of its lesson. */
export function exerciseId(number: number): string {
  return `exercise-${number}`;
}

/** Finds the texts of the exercises in the Markdown of a lesson, without their hints. */
export function exercisesIn(markdown: string): Map<number, string> {
  const [, section = ''] = new RegExp(`^## ${HEADING}$([\\s\\S]*?)(?=^## |$(?![\\s\\S]))`, 'm').exec(markdown) ?? [];
  const found = new Map<number, string>();
  for (const [, number, first, rest] of section.matchAll(/^(\d+)\. (.*)((?:\n(?:[ \t].*)?)*)/gm)) {
    const text = `${first}${rest.replace(/\n {1,3}/g, '\n')}`;
    found.set(Number(number), text.replace(/<details>[\s\S]*?<\/details>/g, '').trim());
  }
  return found;
}

/** Finds the headings of the solutions in their Markdown, by the number of the exercise. */
export function solutionsIn(markdown: string): Map<number, string> {
  const headings = markdown.matchAll(/^## (\d+)\. .*$/gm);
  return new Map([...headings].map(([line, number]) => [Number(number), line.replace(/^## /, '')]));
}

/** Gives each exercise an id and a link to its solution. */
export function exercises(md: MarkdownIt): void {
  md.renderer.rules.list_item_open = (tokens, i, options, env, self) => {
    const number = numberOf(tokens[i], env);
    if (number !== undefined) tokens[i].attrSet('id', exerciseId(number));
    return self.renderToken(tokens, i, options);
  };
  md.renderer.rules.list_item_close = (tokens, i, options, env, self) => {
    const open = tokens
      .slice(0, i)
      .findLast(({ type, level }) => type === 'list_item_open' && level === tokens[i].level);
    const number = open && numberOf(open, env);
    const href = number === undefined ? undefined : contextOf(env).solution?.(number);
    const link = html`${href !== undefined && html`<p class="to-solution"><a href="${href}">Solution of exercise ${number}</a></p>`}`;
    return `${link}${self.renderToken(tokens, i, options)}`;
  };
}

/** Gets the number of an exercise; undefined if the item is not an exercise. */
function numberOf({ info, level }: Token, env: unknown): number | undefined {
  const { headings } = contextOf(env);
  const isExercise =
    level === 1 && info !== '' && headings.findLast(({ level: l }) => l === 2)?.id === HEADING.toLowerCase();
  return isExercise ? Number(info) : undefined;
}

function contextOf(env: unknown): RenderContext {
  return (env as { context: RenderContext }).context;
}
