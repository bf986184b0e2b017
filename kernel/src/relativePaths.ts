import { dirname, sep } from 'node:path';

/** The text with every absolute path written as seen from `folder`, so that it says nothing about the machine. */
export function relativePaths(text: string, folder: string): string {
  let up = '';
  let shown = text;
  for (let parent = folder; parent !== dirname(parent); parent = dirname(parent)) {
    shown = shown.replace(prefix(parent), up || `.${sep}`);
    up += `..${sep}`;
  }
  return shown;
}

/** The folder where it begins a path: not in the middle of a longer path or of a web address. */
function prefix(folder: string): RegExp {
  const escaped = folder.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?:file://|(?<![\\w./\\\\~-]))${escaped}[/\\\\]`, 'g');
}
