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

/** The file in which tslab declares what earlier cells have left. */
const earlierCells = '__prev__.d.ts';

/**
 * The builder, which writes `{ x }` as `{ x: exports.x }` where x is of an earlier cell, in objects that are made and in those that are taken
 * apart by assignment. tslab does so with every other mention of x; this one it takes for the name of a property, and x would not be defined.
 */
export function spellingOutShorthands(
  builder: EmitAndSemanticDiagnosticsBuilderProgram,
): EmitAndSemanticDiagnosticsBuilderProgram {
  return {
    ...builder,
    emit: (file, write, token, declarationsOnly, transformers) => {
      const spellOut = spellingOut(builder.getProgram().getTypeChecker());
      const after = [spellOut, ...(transformers?.after ?? [])];
      return builder.emit(file, write, token, declarationsOnly, { ...transformers, after });
    },
  };
}

function spellingOut(checker: TypeChecker): TransformerFactory<SourceFile> {
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
  return declarations.some((declaration) => basename(declaration.getSourceFile().fileName) === earlierCells);
}
