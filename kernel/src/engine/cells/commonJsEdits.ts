import { statSync } from 'node:fs';
import { createRequire } from 'node:module';

const { cache } = createRequire(import.meta.url);

/** Notices edits of the reader's CommonJS files, which Node itself would load only once. */
export interface CommonJsEdits {
  /**
   * Makes Node forget a file, with all local files that it requires, if one of them was edited.
   * Returns how often that has happened, by which the file's address must differ.
   */
  forgetEdited(file: string): number;
  /** Notes the state in which a file was loaded, with all local files that it requires. */
  note(file: string): void;
}

export function createCommonJsEdits(): CommonJsEdits {
  const versions = new Map<string, string>();
  const editCounts = new Map<string, number>();

  return {
    forgetEdited(file) {
      const files = listLocal(file);
      const isEdited = files.some((path) => (versions.get(path) ?? versionOf(path)) !== versionOf(path));
      if (isEdited) {
        for (const path of files) {
          delete cache[path];
          versions.delete(path);
        }
        editCounts.set(file, (editCounts.get(file) ?? 0) + 1);
      }
      return editCounts.get(file) ?? 0;
    },
    note(file) {
      for (const path of listLocal(file)) if (!versions.has(path)) versions.set(path, versionOf(path));
    },
  };
}

/** Lists a file that Node has loaded, and the files that it required, except those of packages. */
function listLocal(file: string, found: Set<string> = new Set()): string[] {
  const module = cache[file];
  if (module && !found.has(file) && !/[\\/]node_modules[\\/]/.test(file)) {
    found.add(file);
    for (const child of module.children) listLocal(child.filename, found);
  }
  return [...found];
}

function versionOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat ? `${stat.mtimeMs} ${stat.size}` : '';
}
