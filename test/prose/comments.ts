import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const ROOT = join(import.meta.dirname, '../..');

/** A piece of prose in a source file, and where it stands. */
export interface Remark {
  /** `doc` for a doc comment, `comment` for another, `text` for a string that people read. */
  type: 'doc' | 'comment' | 'text';
  /** The file and the line, as `lib/src/index.ts:3`. */
  where: string;
  /** The comment without its delimiters, or the string. */
  text: string;
  /** The lines as they stand in the file. */
  lines: readonly string[];
}

/** A source file of the project, parsed. */
export interface Source {
  file: string;
  tree: ts.SourceFile;
}

/**
 * Smallest number of words of a string that counts as prose: shorter ones are names, keys and
 * addresses.
 */
const LEAST_WORDS = 4;

/** Parses every TypeScript file that git tracks, except fixtures and SIMD assembly. */
export function allSources(root: string = ROOT): Source[] {
  const files = execFileSync('git', ['ls-files', '*.ts'], { cwd: root, encoding: 'utf8' }).trim().split('\n');
  return files
    .filter((file) => !/(^|\/)(fixtures|assembly)\//.test(file) && existsSync(join(root, file)))
    .map((file) => parse(file, readFileSync(join(root, file), 'utf8')));
}

/** Parses one file. */
export function parse(file: string, source: string): Source {
  return { file, tree: ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true) };
}

/** Lists the comments of a file, and the strings in it that read as prose. */
export function remarksOf({ file, tree }: Source): Remark[] {
  const source = tree.text;
  const at = (place: number): string => `${file}:${tree.getLineAndCharacterOfPosition(place).line + 1}`;
  const found = new Map<number, Remark>();
  const addComments = (ranges: readonly ts.CommentRange[] = []): void => {
    for (const { pos, end } of ranges) {
      const comment = source.slice(pos, end);
      const type = comment.startsWith('/**') ? 'doc' : 'comment';
      found.set(pos, { type, where: at(pos), text: proseOf(comment), lines: linesBetween(source, pos, end) });
    }
  };
  const visit = (node: ts.Node): void => {
    addComments(ts.getLeadingCommentRanges(source, node.getFullStart()));
    addComments(ts.getTrailingCommentRanges(source, node.getEnd()));
    const text = stringOf(node);
    if (text !== undefined && text.split(/\s+/).length >= LEAST_WORDS) {
      found.set(node.getStart(), { type: 'text', where: at(node.getStart()), text, lines: [] });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  addComments(ts.getLeadingCommentRanges(source, tree.endOfFileToken.getFullStart()));
  return [...found.values()];
}

function stringOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join(' … ');
}

/** Removes delimiters, stars and code, which are not prose. */
function proseOf(comment: string): string {
  return comment
    .replace(/^\/\*\*?|\*\/$/g, '')
    .replace(/^\s*(\*|\/\/) ?/gm, '')
    .replace(/```[\s\S]*?```/g, '')
    .replace(/@example[\s\S]*/, '')
    .trim();
}

function linesBetween(source: string, start: number, end: number): string[] {
  const first = source.lastIndexOf('\n', start - 1) + 1;
  const last = source.indexOf('\n', end);
  return source.slice(first, last < 0 ? undefined : last).split('\n');
}
