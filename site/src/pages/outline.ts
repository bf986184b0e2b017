import { posix } from 'node:path';
import type { Lesson } from '../lessons/lesson.js';
import { type Html, html } from '../prose/html.js';
import type { Markdown } from '../prose/markdown.js';

/** A lesson as other pages refer to it. */
export interface Outline {
  lesson: Lesson;
  title: string;
  /** The first paragraph after the title: the question the lesson answers. */
  question: Html;
  /** The page, from the top of the site. */
  href: string;
  /** For a lesson: the notebooks of the same name in folders beside it, such as its solutions. */
  companions: Outline[];
}

/** The lessons in reading order, each with its companions. */
export function outline(lessons: readonly Lesson[], markdown: Markdown): Outline[] {
  const all = lessons.map((lesson) => describe(lesson, markdown));
  const isLesson = ({ lesson }: Outline) => !lesson.name.includes('/');
  return all.filter(isLesson).map((entry) => ({
    ...entry,
    companions: all.filter((other) => !isLesson(other) && posix.basename(other.lesson.name) === entry.lesson.name),
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
    href: `${name}.html`,
    companions: [],
  };
}

/** What a companion is called: the name of its folder. */
export function companionLabel({ lesson }: Outline): string {
  const folder = posix.dirname(lesson.name);
  return folder[0].toUpperCase() + folder.slice(1);
}

/** The way from a page to another one, both from the top of the site. */
export function relative(from: string, to: string): string {
  return posix.relative(posix.dirname(from), to);
}
