import { parse } from 'node:path';
import type { Diagnostic, EmitAndSemanticDiagnosticsBuilderProgram, SourceFile } from '@tslab/typescript-for-tslab';
import { ts } from './typescript.js';

/**
 * The name of a pretended folder that contains the whole file system. tslab takes no file from
 * above the folder of the notebook, so it sees all files below this folder.
 */
const ROOT_FOLDER = '__files__';

const folder = process.cwd().replaceAll('\\', '/');
const root = parse(process.cwd()).root.replaceAll('\\', '/');
const below = `${folder === root ? '' : folder}/${ROOT_FOLDER}/`;

/** Compiler options that allow a file to be anywhere. */
export const FILES_ANYWHERE: { rootDir: string; allowImportingTsExtensions: boolean } = {
  rootDir: root,
  allowImportingTsExtensions: true,
};

/** Converts the path that tslab sees to the true path. */
export function toTruePath(path: string): string {
  if (path.startsWith(below)) return root + path.slice(below.length);
  return path.startsWith(`${ROOT_FOLDER}/`) ? root + path.slice(ROOT_FOLDER.length + 1) : path;
}

/** Wraps a builder so that it writes files to where tslab looks for them. */
export function withTslabPaths(
  builder: EmitAndSemanticDiagnosticsBuilderProgram,
  outFolder: string,
): EmitAndSemanticDiagnosticsBuilderProgram {
  const cell = `${outFolder}/${folder.slice(root.length)}/__tslab__.`.replaceAll('//', '/');
  const toTslabPath = (path: string): string =>
    path.startsWith(cell)
      ? `${outFolder}/__tslab__.${path.slice(cell.length)}`
      : `${outFolder}/${ROOT_FOLDER}/${path.slice(outFolder.length + 1)}`;
  return {
    ...builder,
    getSourceFile: (path) => builder.getSourceFile(toTruePath(path)),
    emit: (file, write, ...rest) =>
      builder.emit(file, write && ((path, ...content) => write(toTslabPath(path), ...content)), ...rest),
  };
}

/**
 * Returns diagnostics with the paths that tslab sees; it would leave out those of files above the
 * folder.
 */
export function getPreEmitDiagnosticsOfFiles(...args: unknown[]): readonly Diagnostic[] {
  const diagnostics = (
    ts as unknown as { getPreEmitDiagnosticsOfFiles(...args: unknown[]): readonly Diagnostic[] }
  ).getPreEmitDiagnosticsOfFiles(...args);
  return diagnostics.map((diagnostic) => {
    const { file } = diagnostic;
    if (!file || file.fileName.startsWith(`${folder}/`)) return diagnostic;
    const fileName = below + file.fileName.slice(root.length);
    return { ...diagnostic, file: Object.create(file, { fileName: { value: fileName } }) as SourceFile };
  });
}
