import type { Notebook } from 'initlab-kernel';
import type { RenderContext } from '../prose/renderContext.js';
import { exerciseId, exercisesIn, solutionsIn } from '../prose/rules/exercises.js';
import { slug } from '../prose/slug.js';
import { type Outline, relative } from './outline.js';

/** Finds the links between the exercises of a lesson and their solutions, from either page. */
export function exerciseLinks(
  name: string,
  entries: readonly Outline[],
): Required<Pick<RenderContext, 'solution' | 'exercise'>> {
  const here = entries.find(({ lesson }) => lesson.name === name);
  const parent = entries.find(({ companions }) => companions.some(({ lesson }) => lesson.name === name));
  return {
    solution: here ? (number) => findSolution(here, number) : () => undefined,
    exercise: parent ? (number) => findExercise(parent, name, number) : () => undefined,
  };
}

function findSolution({ href, companions }: Outline, number: number): string | undefined {
  for (const companion of companions) {
    const heading = solutionsIn(proseOf(companion.lesson.notebook)).get(number);
    if (heading !== undefined) return `${relative(href, companion.href)}#${slug(heading)}`;
  }
  return undefined;
}

function findExercise(
  parent: Outline,
  name: string,
  number: number,
): ReturnType<NonNullable<RenderContext['exercise']>> {
  const text = exercisesIn(proseOf(parent.lesson.notebook)).get(number);
  const from = parent.companions.find(({ lesson }) => lesson.name === name);
  return text === undefined || from === undefined
    ? undefined
    : { href: `${relative(from.href, parent.href)}#${exerciseId(number)}`, text };
}

/** Joins the Markdown of a notebook. */
function proseOf({ cells }: Notebook): string {
  return cells.flatMap(({ cell_type, source }) => (cell_type === 'markdown' ? source : [])).join('\n\n');
}
