import type { Lesson } from '../lessons/lesson.js';
import { countLessons } from '../lessons/run.js';

/** Reports on the terminal which lessons failed, where and why. Returns the number of failures. */
export async function reportFailures(lessons: readonly Lesson[]): Promise<number> {
  const failures = lessons.flatMap(({ failure }) => failure ?? []);
  if (failures.length === 0) return 0;
  const { describeFailure } = await import('initlab-kernel');
  console.error(`\n${countLessons(failures.length)} failed:\n\n${failures.map(describeFailure).join('\n\n')}\n`);
  return failures.length;
}
