import ts from 'typescript';
import type { Remark, Source } from './comments.js';
import { COMMENT_COLUMNS, EMPTY_NAMES, FALSE_STARTS, IDIOMS } from './idioms.js';

export function idiomsIn(where: string, text: string): string[] {
  const prose = text.replace(/\s+/g, ' ');
  return IDIOMS.flatMap(([idiom, better]) => {
    const found = idiom.exec(prose);
    return found ? [`${where}: “${found[0]}”, write: ${better}`] : [];
  });
}

export function withoutCode(markdown: string): string {
  return markdown.replace(/```[\s\S]*?```/g, '').replace(/`[^`\n]*`/g, '`…`');
}

export function falseStarts({ type, where, text }: Remark): string[] {
  return type === 'doc' && FALSE_STARTS.test(text) ? [`${where}: ${text.slice(0, 40)}`] : [];
}

/** Reports the lines that are too wide. Code in examples may be as wide as other code. */
export function tooWide({ type, where, lines }: Remark): string[] {
  if (type === 'text') return [];
  let isCode = false;
  return lines.flatMap((line) => {
    if (/^\s*\* @example/.test(line)) isCode = true;
    else if (/^\s*\* ```/.test(line)) isCode = /```\w/.test(line);
    const isExempt = isCode || /\bhttps?:\/\//.test(line) || /^\s*\* \|/.test(line);
    return line.length > COMMENT_COLUMNS && !isExempt ? [`${where}: ${line.length} columns`] : [];
  });
}

export function emptyNames({ file, tree }: Source): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isParameter(node) && ts.isIdentifier(node.name) && EMPTY_NAMES.includes(node.name.text))
      found.push(`${placeOf(file, tree, node.name)}: ${node.name.text}`);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** Finds the constants of a module that are plain numbers, texts, patterns or lists of these. */
export function lowerConstants({ file, tree }: Source): string[] {
  if (/(^|\/)(test|bench|native)\//.test(file)) return [];
  return tree.statements.filter(ts.isVariableStatement).flatMap(({ declarationList }) =>
    declarationList.declarations.flatMap(({ name, initializer }) => {
      if (!ts.isIdentifier(name) || initializer === undefined || !isPlain(initializer)) return [];
      return /^[A-Z][A-Z0-9_]*$/.test(name.text) ? [] : [`${placeOf(file, tree, name)}: ${name.text}`];
    }),
  );
}

function isPlain(node: ts.Expression): boolean {
  if (ts.isArrayLiteralExpression(node)) return node.elements.every(isPlain);
  if (ts.isBinaryExpression(node)) return isPlain(node.left) && isPlain(node.right);
  if (ts.isPrefixUnaryExpression(node)) return isPlain(node.operand);
  return ts.isNumericLiteral(node) || ts.isStringLiteral(node) || ts.isRegularExpressionLiteral(node);
}

function placeOf(file: string, tree: ts.SourceFile, node: ts.Node): string {
  return `${file}:${tree.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
}
