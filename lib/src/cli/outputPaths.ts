import { dirname, join, parse, resolve, sep } from 'node:path';
import { UsageError } from './command.js';

/**
 * Chooses the file that each notebook is written to: its own, or a file in the folder `out`, which
 * receives the same subfolders as the notebooks have below the folder that they all share.
 *
 * @throws UsageError if two notebooks share a file, or if `out` would put one over a notebook that
 * is to be run
 */
export function outputPaths(paths: readonly string[], out: string | undefined): Map<string, string> {
  const shared = sharedFolder(paths);
  const targets = new Map(
    paths.map((path) => [path, out === undefined ? resolve(path) : join(resolve(out), ...parts(path).slice(shared))]),
  );
  const writers = new Map<string, string>();
  for (const path of paths) {
    const target = targets.get(path) as string;
    const other = writers.get(target);
    if (other !== undefined) throw new UsageError(sameTarget(other, path, target));
    writers.set(target, path);
  }
  if (out !== undefined) keepSources(paths, targets);
  return targets;
}

function sameTarget(first: string, second: string, target: string): string {
  if (resolve(first) === resolve(second)) return `${second} was given twice. Name each notebook once.`;
  return `${first} and ${second} would both be written to ${target}. Run them into different folders.`;
}

/** The option --out promises to leave the notebooks unchanged. */
function keepSources(paths: readonly string[], targets: ReadonlyMap<string, string>): void {
  const sources = new Map(paths.map((path) => [resolve(path), path]));
  for (const [path, target] of targets) {
    const source = sources.get(target);
    if (source === undefined) continue;
    throw new UsageError(
      `--out would write ${path} over the notebook ${source}. Name another folder, or leave out --out to write in place.`,
    );
  }
}

/** Counts the folders from the root that all notebooks share. */
function sharedFolder(paths: readonly string[]): number {
  const [first, ...others] = paths.map((path) => parts(dirname(resolve(path))));
  const differs = first.findIndex((part, i) => others.some((other) => other[i] !== part));
  return differs < 0 ? first.length : differs;
}

/** Splits an absolute path below its root. */
function parts(path: string): string[] {
  const absolute = resolve(path);
  return absolute
    .slice(parse(absolute).root.length)
    .split(sep)
    .filter((part) => part !== '');
}
