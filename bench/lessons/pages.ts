import { runNotebook } from 'initlab-kernel';
import { differences } from '../../site/src/lessons/differences.js';
import { findLessons, selectLessons } from '../../site/src/lessons/files.js';
import { runLesson } from '../../test/site/support/runLesson.js';
import { Visitor } from '../../test/site/support/visitor.js';
import { cleanUp } from '../../test/support/afterFile.js';

/**
 * Runs lessons in the kernel and in their pages, one after the other, and prints as Markdown how
 * long both take, and how many outputs of the two differ.
 *
 * @param names names of lessons, or none for all of them
 */
export async function run(names: readonly string[] = []): Promise<void> {
  const rows: string[] = [];
  const files = selectLessons(findLessons(), names);
  for (const { name, path } of files.filter((file) => names.length > 0 || !file.name.includes('/'))) {
    process.stderr.write(`${name}\n`);
    const begin = performance.now();
    const kernel = await runNotebook(path);
    const seconds = (performance.now() - begin) / 1000;
    const visitor = await Visitor.to([{ name, path, notebook: kernel.notebook }]);
    const page = await runLesson(visitor, name);
    await visitor.close();
    const ratio = (page.seconds / seconds).toFixed(2);
    const different = differences(kernel.notebook, page.notebook).length;
    rows.push(`| ${name} | ${seconds.toFixed(1)} s | ${page.seconds.toFixed(1)} s | ${ratio} | ${different} |`);
  }
  await cleanUp();
  console.log('| lesson | kernel | page | page : kernel | outputs that differ |');
  console.log(`|---|---|---|---|---|\n${rows.join('\n')}`);
}
