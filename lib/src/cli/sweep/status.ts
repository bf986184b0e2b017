import { oneLine } from '../../foundation/oneLine.js';
import type { SweepArguments } from './arguments.js';
import { pointId } from './points/point.js';
import { readFolder, type SweepFolder } from './readFolder.js';

/** Largest number of errors that are listed. */
const MOST_ERRORS = 5;

interface FailureGroup {
  readonly error: string;
  readonly count: number;
  readonly example: object;
}

/** Prints how much of a sweep is done. Returns the exit code. */
export function status({ words, json }: SweepArguments): number {
  const sweep = readFolder(words.slice(1), 'status');
  const failures = groupFailures(sweep);
  const { done, failed, missing, doubles, torn, files, fromOtherVersion, outside, manifest } = sweep;
  const points = manifest.points.length;
  const counts = { points, done, failed, missing, doubles, torn: torn.length, files, fromOtherVersion, outside };
  if (json) {
    console.log(JSON.stringify({ file: manifest.file, seed: manifest.seed, ...counts, failures }, null, 2));
    return 0;
  }
  console.log(
    `${manifest.file}: ${done} of ${points} points done (${Math.floor((100 * done) / points)} %), ${failed} failed`,
  );
  for (const { error, count, example } of failures.slice(0, MOST_ERRORS))
    console.log(`  ${count} × ${error}\n      for example at ${JSON.stringify(example)}`);
  if (failures.length > MOST_ERRORS) console.log(`  and ${failures.length - MOST_ERRORS} other errors`);
  for (const note of notesOf(sweep)) console.log(note);
  return 0;
}

/** Lists what is unusual about the files of a sweep. */
export function notesOf({ torn, doubles, fromOtherVersion, outside }: SweepFolder): string[] {
  const notes: string[] = [];
  if (torn.length > 0)
    notes.push(`${plural(torn.length, 'torn line')} of killed processes, such as ${torn[0]}; their points run again`);
  if (doubles > 0) notes.push(`${plural(doubles, 'repeated line')}, not counted`);
  if (fromOtherVersion > 0)
    notes.push(`${plural(fromOtherVersion, 'result')} of another text of the file (--allow-changes)`);
  if (outside > 0) notes.push(`${plural(outside, 'finished point')} outside of the grid, not counted`);
  return notes;
}

function groupFailures({ manifest, lines }: SweepFolder): FailureGroup[] {
  const groups = new Map<string, FailureGroup>();
  for (const point of manifest.points) {
    const failure = lines.get(pointId(point))?.error;
    if (failure === undefined) continue;
    const error = oneLine(`${failure.name}: ${failure.message}`);
    const { count = 0, example = point } = groups.get(error) ?? {};
    groups.set(error, { error, count: count + 1, example });
  }
  return [...groups.values()].sort((a, b) => b.count - a.count);
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
