import { forgetSolved, readSolved } from '../browser/solved.js';

/** Shows which exercises the reader has solved: in the contents, at the exercise, in the index. */
export function setUpProgress(): void {
  const lessons = [...document.querySelectorAll<HTMLElement>('[data-exercises]')];
  if (lessons.length === 0) return;
  const show = (): void => {
    const solved = new Set(readSolved());
    for (const lesson of lessons) {
      const names = lesson.dataset.exercises?.split(' ') ?? [];
      const done = names.filter((name) => solved.has(name));
      if (lesson.matches('article')) showInLesson(names, done);
      else showInIndex(lesson, names, done);
    }
  };
  document.addEventListener('solvedchange', show);
  // Another window of the same browser may show the same lesson.
  addEventListener('storage', show);
  show();
}

function showInLesson(names: readonly string[], done: readonly string[]): void {
  for (const link of document.querySelectorAll('.toc a[href="#exercises"]')) {
    const item = link.parentElement as HTMLElement;
    const before = item.querySelector('.progress');
    const hadFocus = before?.contains(document.activeElement);
    before?.remove();
    if (done.length > 0) item.append(progressPart(names, done));
    // The button is gone with what it has thrown away.
    else if (hadFocus) (link as HTMLElement).focus();
  }
  for (const name of names) {
    const exercise = document.getElementById(`exercise-${name.split('.')[1]}`);
    const mark = exercise?.querySelector('.solved');
    if (!done.includes(name)) mark?.remove();
    else if (!mark) (exercise?.querySelector('p') ?? exercise)?.append(part('span', 'solved', 'solved'));
  }
}

function progressPart(names: readonly string[], done: readonly string[]): HTMLElement {
  const progress = part('p', 'progress', describe(names, done));
  const button = Object.assign(part('button', 'forget', 'Forget'), { type: 'button' });
  button.setAttribute('aria-label', 'Forget which exercises of this lesson are solved');
  button.addEventListener('click', () => forgetSolved(names));
  progress.append(' ', button);
  return progress;
}

function showInIndex(lesson: HTMLElement, names: readonly string[], done: readonly string[]): void {
  lesson.querySelector('.progress')?.remove();
  if (done.length > 0) lesson.querySelector('.lesson-time')?.append(part('span', 'progress', describe(names, done)));
}

function describe(names: readonly string[], done: readonly string[]): string {
  return `${done.length} of ${names.length} exercises`;
}

function part(tag: string, className: string, textContent: string): HTMLElement {
  return Object.assign(document.createElement(tag), { className, textContent });
}
