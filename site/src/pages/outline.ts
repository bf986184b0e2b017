import { posix } from 'node:path';
import type { Lesson } from '../lessons/lesson.js';
import { type Html, html } from '../prose/html.js';
import { decodeAddress } from '../prose/links.js';
import type { Markdown } from '../prose/markdown.js';

/** The properties of a lesson that other pages need. */
export interface Outline {
  lesson: Lesson;
  title: string;
  /** Question that the lesson answers: the first paragraph after the title. */
  question: Html;
  /** Abilities that the lesson promises, from the list in its first text. */
  goals: Html[];
  /** Path of the page from the top of the site, as a link writes it. */
  href: string;
  /** Notebooks of the same name in folders beside the lesson, such as its solutions. */
  companions: Outline[];
}

/** Lists the lessons in reading order, each with its companions. */
export function outline(lessons: readonly Lesson[], markdown: Markdown): Outline[] {
  const entries = lessons.map((lesson) => describe(lesson, markdown));
  const isLesson = ({ lesson }: Outline) => !lesson.name.includes('/');
  return entries.filter(isLesson).map((entry) => ({
    ...entry,
    companions: entries.filter((other) => !isLesson(other) && posix.basename(other.lesson.name) === entry.lesson.name),
  }));
}

function describe(lesson: Lesson, markdown: Markdown): Outline {
  const { name, path, notebook } = lesson;
  const at = notebook.cells.findIndex((cell) => cell.cell_type === 'markdown');
  const context = { where: `${path}, cell ${at + 1}`, faults: [], headings: [], link: () => undefined };
  const lead = markdown.lead(notebook.cells[at]?.source ?? '', context);
  return {
    lesson,
    title: lead?.title ?? name,
    question: lead?.question ?? html``,
    goals: goalsIn(notebook.cells[at]?.source ?? '').map((goal) => markdown.renderInline(goal, context)),
    href: `${encodePath(name)}.html`,
    companions: [],
  };
}

/** Finds the list after a line such as "After this lesson you can". */
function goalsIn(source: string): string[] {
  const [, list = ''] = /you can:?\n+((?:[-*] .*(?:\n(?![-*] |\n).*)*\n?)+)/.exec(source) ?? [];
  return list.split(/^[-*] /m).flatMap((goal) => goal.trim().replace(/[;.]$/, '') || []);
}

/** Label of a companion: the name of its folder. */
export function companionLabel({ lesson }: Outline): string {
  const folder = posix.dirname(lesson.name);
  return folder[0].toUpperCase() + folder.slice(1);
}

/** Writes a path in a link, where `%`, `#` and `?` have a meaning of their own. */
export function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/** Finds the relative path from one page to another; both paths start at the top of the site. */
export function relative(from: string, to: string): string {
  return posix.relative(posix.dirname(from), to);
}

/** Finds the page for a link between notebooks; undefined if there is none. */
export function pageLink(from: string, href: string, names: ReadonlySet<string>): string | undefined {
  const name = posix.join(posix.dirname(from), decodeAddress(href).replace(/\.ipynb$/, ''));
  return names.has(name) && href.endsWith('.ipynb')
    ? `${relative(encodePath(from), encodePath(name))}.html`
    : undefined;
}

/** Relative path from a page to the top of the site, such as '' or '../'. */
export function rootOf(href: string): string {
  return '../'.repeat(href.split('/').length - 1);
}

/** Address of the page of a lesson. */
export function pageOf({ lesson }: Outline): string {
  return `${lesson.name}.html`;
}

/** Address of the notebook of a lesson, beside its page. */
export function notebookOf({ lesson }: Outline): string {
  return `${lesson.name}.ipynb`;
}
