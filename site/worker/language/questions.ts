import {
  concernsCell,
  findCall,
  findCompletions,
  inspectCompletion,
  inspectName,
  labelCells,
  type TypeScript,
  wordFor,
} from 'initlab-kernel/language';
import type { Diagnostic, DiagnosticMessageChain } from 'typescript';
import type { CellChecker } from './cellChecker.js';
import type { Answers, CellError, Place, Question, Signature } from './messages.js';

/** Creates a function that answers questions about the last of some cells. */
export function createAnswers(ts: TypeScript, checker: CellChecker): (question: Question) => Answers[keyof Answers] {
  function findErrors({ cells }: Place): CellError[] {
    const { compiled, text, names } = checker.lookAt(cells, false);
    if (compiled.problems.length > 0) return compiled.problems;
    const { code } = cells.at(-1) as { code: string };
    const toError = (error: Diagnostic): CellError[] => {
      const start = (error.start ?? 0) - text.start;
      // What is wrong in the lines around the cell is not the reader's.
      if (start < 0 || start > code.length) return [];
      const message = wordFor(error, text.text, names) ?? describe(error.messageText);
      return [{ start, length: error.length ?? 1, message: labelCells(message, (cell) => cells[cell]?.label) }];
    };
    return checker.service
      .getSemanticDiagnostics(checker.file)
      .filter((error) => error.category === ts.DiagnosticCategory.Error)
      .filter((error) => concernsCell(error, text.text, compiled))
      .flatMap(toError);
  }

  /** Lets the checker look at the cell with all names. Returns the place in the checker's text. */
  function find({ cells, position }: Place): number {
    return position + checker.lookAt(cells, true).text.start;
  }

  function complete({ cells, position }: Place): Answers['completions'] {
    const { text, names } = checker.lookAt(cells, true);
    const { code } = cells.at(-1) as { code: string };
    return findCompletions(checker, code, position, text.start, names.kindOf);
  }

  function findSignature(place: Place): Signature | undefined {
    const call = findCall(ts, checker, find(place));
    if (!call) return undefined;
    const { before, parameter, after, parameterName, name } = call;
    const [, ...docs] = name?.markdown.split('\n\n') ?? [];
    return { before, current: parameter, after, docs: docsOf(parameterName, docs) ?? docs[0] ?? '' };
  }

  return (question) => {
    switch (question.kind) {
      case 'errors':
        return findErrors(question);
      case 'completions':
        return complete(question);
      case 'completion':
        return inspectCompletion(ts, checker, find(question), question.name ?? '')?.markdown;
      case 'name':
        return inspectName(ts, checker, find(question))?.markdown;
      case 'signature':
        return findSignature(question);
    }
  };
}

/** Joins an error and its reasons, each of which is one step further in. */
function describe(message: string | DiagnosticMessageChain, depth = 0): string {
  if (typeof message === 'string') return message;
  const reasons = (message.next ?? []).map((reason) => `\n${describe(reason, depth + 1)}`);
  return '  '.repeat(depth) + message.messageText + reasons.join('');
}

/** Finds what docs in Markdown say of a parameter, which is an item of a list. */
function docsOf(parameter: string | undefined, docs: readonly string[]): string | undefined {
  const items = docs.filter((part) => part.startsWith('- ')).flatMap((list) => list.split(/\n(?=- )/));
  const start = `- \`${parameter}\`: `;
  return items.find((item) => item.startsWith(start))?.slice(start.length);
}
