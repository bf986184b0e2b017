/**
 * Answers the editors' questions about the cells: what completes a name, what it means, which types
 * are wrong. The page starts this worker when a reader begins to edit. It runs no code of the
 * cells.
 */
import type { Declarations } from '../src/run/typeSettings.js';
import { createCellChecker } from './language/cellChecker.js';
import type { Answer, Answers, Question } from './language/messages.js';
import { createAnswers } from './language/questions.js';

async function open(): Promise<(question: Question) => Answers[keyof Answers]> {
  const [{ default: ts }, declarations] = await Promise.all([
    import('./typescript.js'),
    fetch(new URL('declarations.json', self.location.href)).then((response) => response.json()),
  ]);
  return createAnswers(ts, createCellChecker(ts, declarations as Declarations));
}

const opening = open();

addEventListener('message', async ({ data }: MessageEvent<Question>) => {
  const answer: Answer = { id: data.id, answer: undefined };
  try {
    answer.answer = (await opening)(data);
  } catch (error) {
    reportError(error);
  }
  postMessage(answer);
});
