import { parse } from 'node:path';
import type { Diagnostic, EmitAndSemanticDiagnosticsBuilderProgram, SourceFile } from '@tslab/typescript-for-tslab';
import { ts } from './typescript.js';

/**
 * tslab takes no file from above the folder of the notebook. It is made to believe that all are below it, in a folder of this
 * name that holds the whole file system.
 */
const everything = '__files__';

const folder = process.cwd().replaceAll('\\', '/');
const root = parse(process.cwd()).root.replaceAll('\\', '/');
const below = `${folder === root ? '' : folder}/${everything}/`;

/** What the compiler must be told so that a file may lie anywhere. */
export const anywhere: { rootDir: string; allowImportingTsExtensions: boolean } = {
  rootDir: root,
  allowImportingTsExtensions: true,
};

/** The true path of a file, from what tslab takes it for: an absolute path or one below the folder of the notebook. */
export function truePath(path: string): string {
  if (path.startsWith(below)) return root + path.slice(below.length);
  return path.startsWith(`${everything}/`) ? root + path.slice(everything.length + 1) : path;
}

/** The builder, which writes where tslab looks. */
export function writingBelow(
  builder: EmitAndSemanticDiagnosticsBuilderProgram,
  outFolder: string,
): EmitAndSemanticDiagnosticsBuilderProgram {
  const cell = `${outFolder}/${folder.slice(root.length)}/__tslab__.`.replaceAll('//', '/');
  const placed = (path: string): string =>
    path.startsWith(cell)
      ? `${outFolder}/__tslab__.${path.slice(cell.length)}`
      : `${outFolder}/${everything}/${path.slice(outFolder.length + 1)}`;
  return {
    ...builder,
    getSourceFile: (path) => builder.getSourceFile(truePath(path)),
    emit: (file, write, ...rest) =>
      builder.emit(file, write && ((path, ...content) => write(placed(path), ...content)), ...rest),
  };
}

/** Diagnostics of files above the folder, which tslab leaves out, under the paths that it is made to believe in. */
export function getPreEmitDiagnosticsOfFiles(...args: unknown[]): readonly Diagnostic[] {
  const all = (
    ts as unknown as { getPreEmitDiagnosticsOfFiles(...args: unknown[]): readonly Diagnostic[] }
  ).getPreEmitDiagnosticsOfFiles(...args);
  return all.map((diagnostic) => {
    const { file } = diagnostic;
    if (!file || file.fileName.startsWith(`${folder}/`)) return diagnostic;
    const fileName = below + file.fileName.slice(root.length);
    return { ...diagnostic, file: Object.create(file, { fileName: { value: fileName } }) as SourceFile };
  });
}
