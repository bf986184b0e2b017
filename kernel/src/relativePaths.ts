import { dirname, sep } from 'node:path';

/**
 * Rewrites every absolute path in a text relative to `folder`, so that the text says nothing about
 * the machine.
 */
export function relativePaths(text: string, folder: string): string {
  let up = '';
  let shown = text;
  for (let parent = folder; parent !== dirname(parent); parent = dirname(parent)) {
    shown = shown.replace(matchPrefix(parent), up || `.${sep}`);
    up += `..${sep}`;
  }
  return shown;
}

/** Matches a folder at the beginning of a path, but not inside a longer path or a web address. */
function matchPrefix(folder: string): RegExp {
  const escaped = folder.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?:file://|(?<![\\w./\\\\~-]))${escaped}[/\\\\]`, 'g');
}
