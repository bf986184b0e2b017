import type { Answer, Answers, Place, Question, QuestionKind } from '../../../worker/language/messages.js';

/** The worker that knows the types of the cells. It is started when a reader begins to edit. */
export interface Language {
  readonly hasStarted: boolean;
  start(): void;
  /** Asks about the last of some cells. The answer is undefined if there is none. */
  ask<K extends QuestionKind>(kind: K, place: Place, name?: string): Promise<Answers[K] | undefined>;
}

export function createLanguage(src: string): Language {
  const waiting = new Map<number, (answer: Answers[QuestionKind] | undefined) => void>();
  let worker: Worker | undefined;
  let questions = 0;

  function answerWith(id: number, answer: Answers[QuestionKind] | undefined): void {
    waiting.get(id)?.(answer);
    waiting.delete(id);
  }

  function start(): Worker {
    const started = new Worker(src, { type: 'module' });
    started.addEventListener('message', ({ data }: MessageEvent<Answer>) => answerWith(data.id, data.answer));
    started.addEventListener('error', () => {
      // Its script or the compiler is missing. The editor works without, and the next question may
      // find them again.
      started.terminate();
      worker = undefined;
      for (const id of waiting.keys()) answerWith(id, undefined);
    });
    return started;
  }

  return {
    get hasStarted() {
      return worker !== undefined;
    },
    start() {
      worker ??= start();
    },
    ask<K extends QuestionKind>(kind: K, place: Place, name?: string) {
      worker ??= start();
      const question: Question = { ...place, id: ++questions, kind, name };
      worker.postMessage(question);
      return new Promise<Answers[K] | undefined>((resolve) => {
        waiting.set(question.id, (answer) => resolve(answer as Answers[K] | undefined));
      });
    },
  };
}
