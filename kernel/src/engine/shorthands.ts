import { basename } from 'node:path/posix';
import type {
  EmitAndSemanticDiagnosticsBuilderProgram,
  Expression,
  Node,
  ShorthandPropertyAssignment,
  SourceFile,
  TransformerFactory,
  TypeChecker,
} from '@tslab/typescript-for-tslab';
import { ts } from './typescript.js';

/** The file in which tslab declares the variables of earlier cells. */
const EARLIER_CELLS_FILE = '__prev__.d.ts';

/**
 * Wraps a builder so that it writes `{ x }` as `{ x: exports.x }` if x belongs to an earlier cell,
 * in object literals and in destructuring assignments. tslab rewrites every other mention of x, but
 * it mistakes this one for the name of a property, so that x would not be defined.
 */
export function withFullProperties(
  builder: EmitAndSemanticDiagnosticsBuilderProgram,
): EmitAndSemanticDiagnosticsBuilderProgram {
  return {
    ...builder,
    emit: (file, write, token, declarationsOnly, transformers) => {
      const expand = createExpander(builder.getProgram().getTypeChecker());
      const after = [expand, ...(transformers?.after ?? [])];
      return builder.emit(file, write, token, declarationsOnly, { ...transformers, after });
    },
  };
}

function createExpander(checker: TypeChecker): TransformerFactory<SourceFile> {
  return (context) => {
    const visit = (node: Node): Node => {
      const visited = ts.visitEachChild(node, visit, context);
      if (!ts.isShorthandPropertyAssignment(visited) || !isOfEarlierCell(visited, checker)) return visited;
      const { name, objectAssignmentInitializer: otherwise } = visited;
      const earlier: Expression = ts.factory.createPropertyAccessExpression(
        ts.factory.createIdentifier('exports'),
        name.text,
      );
      const value = otherwise ? ts.factory.createAssignment(earlier, otherwise) : earlier;
      return ts.setTextRange(ts.factory.createPropertyAssignment(name.text, value), visited);
    };
    return (file) => ts.visitEachChild(file, visit, context);
  };
}

function isOfEarlierCell(node: ShorthandPropertyAssignment, checker: TypeChecker): boolean {
  const written = ts.getParseTreeNode(node, ts.isShorthandPropertyAssignment);
  const declarations = (written && checker.getShorthandAssignmentValueSymbol(written)?.declarations) ?? [];
  return declarations.some((declaration) => basename(declaration.getSourceFile().fileName) === EARLIER_CELLS_FILE);
}
