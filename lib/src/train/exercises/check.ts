import { escapeHtml } from '../../display/escapeHtml.js';
import { withDisplay } from '../../display/withDisplay.js';
import { describe } from '../../foundation/argument.js';
import { EXERCISES } from './exercises.js';

/** Result of a check, shown as one line. */
export interface Checked {
  /** Name of the exercise, for example '06.2'. */
  exercise: string;
  isRight: boolean;
  /** Line that is shown: right, or not yet with a hint. */
  message: string;
}

/**
 * Checks the answer to an exercise of the course. It says whether the answer is right; if it is
 * not, it gives a hint, never the answer. For typical mistakes it has hints of their own. Without
 * an answer it says what kind of answer to give.
 *
 * @param exercise the lesson and the number of the exercise, for example '06.2'
 * @param answer what the text of the exercise asks for: a number, a letter, or a list of them
 * @throws RangeError for an exercise that does not exist
 * @example
 * ```ts
 * import { check } from 'initlab/tasks';
 * check('06.1', 0.5).isRight; // false
 * ```
 */
export function check(exercise: string, answer?: unknown): Checked {
  if (!Object.hasOwn(EXERCISES, exercise)) {
    throw new RangeError(`exercise is ${describe(exercise)}; it must be one of ${Object.keys(EXERCISES).join(', ')}`);
  }
  const { form, accepts, mistakes = [], hint } = EXERCISES[exercise];
  const isRight = answer !== undefined && accepts(answer);
  const mistake = mistakes.find((typical) => answer !== undefined && typical.accepts(answer));
  const message = isRight
    ? `Exercise ${exercise}: right.`
    : answer === undefined
      ? `Exercise ${exercise}: no answer yet. The answer is ${form}.`
      : `Exercise ${exercise}: not yet. ${(mistake ?? { hint }).hint}`;
  return withDisplay(
    { exercise, isRight, message },
    { html: () => `<p>${escapeHtml(message)}</p>`, markdown: () => message, text: () => message },
  );
}
