import type { Declaration, JSDocTagInfo, SymbolDisplayPart, Symbol as TsSymbol } from 'typescript';
import type { Inspection } from '../../threads/messages.js';
import type { Checker } from '../checker.js';
import type { TypeScript } from '../syntax/types.js';
import { readDocs } from './docs.js';

/** The parts of a checker that answer questions about the text that it was last given. */
export type Answering = Pick<Checker, 'service' | 'file' | 'program'>;

/** Describes the name at a position, or the function in whose arguments it is. */
export function inspectCode(ts: TypeScript, checker: Answering, position: number): Inspection | undefined {
  return inspectName(ts, checker, position) ?? describeSignature(ts, checker, position);
}

/** Describes the name at a position. */
export function inspectName(ts: TypeScript, checker: Answering, position: number): Inspection | undefined {
  const { service, file } = checker;
  const info = service.getQuickInfoAtPosition(file, position) ?? service.getQuickInfoAtPosition(file, position - 1);
  const code = toCode(ts, info?.displayParts);
  // The type `any` alone is what the compiler says of a name that it does not know.
  if (!info || code === 'any' || code === '') return undefined;
  const definition = service.getDefinitionAtPosition(file, info.textSpan.start)?.at(-1);
  const docs = definition && readDocs(ts, checker, definition.fileName, definition.textSpan.start);
  return toInspection(code, docs ?? ts.displayPartsToString(info.documentation), info.tags ?? []);
}

/** Describes the call around a position, with the parameter that is written there. */
function describeSignature(ts: TypeScript, checker: Answering, position: number): Inspection | undefined {
  const call = findCall(ts, checker, position);
  if (!call) return undefined;
  const { before, parameter, after, name } = call;
  const docs = name?.text.split('\n\n').slice(1).join('\n\n') ?? '';
  return toInspection(
    before + parameter + after,
    [parameter === '' ? '' : `Parameter: ${parameter}`, docs].filter(Boolean).join('\n\n'),
    [],
  );
}

/** The call around a position. Its signature is cut before and after the current parameter. */
export interface Call {
  before: string;
  /** The parameter that is written at the position with its type, or '' if there is none. */
  parameter: string;
  after: string;
  parameterName: string | undefined;
  /** Description of the function. */
  name: Inspection | undefined;
}

/** Finds the call around a position. */
export function findCall(ts: TypeScript, checker: Answering, position: number): Call | undefined {
  const { service, file } = checker;
  const help = service.getSignatureHelpItems(file, position, undefined);
  const item = help?.items[help.selectedItemIndex];
  if (!help || !item) return undefined;
  const textOf = (parts: SymbolDisplayPart[]): string => ts.displayPartsToString(parts);
  const separator = textOf(item.separatorDisplayParts);
  const parameters = item.parameters.map(({ displayParts }) => textOf(displayParts));
  const at = help.argumentIndex;
  // More arguments than parameters have no current parameter.
  const before = at < parameters.length ? [...parameters.slice(0, at), ''] : parameters;
  return {
    before: textOf(item.prefixDisplayParts) + before.join(separator),
    parameter: parameters[at] ?? '',
    after: ['', ...parameters.slice(at + 1)].join(separator) + textOf(item.suffixDisplayParts),
    parameterName: item.parameters[at]?.name,
    name: inspectName(ts, checker, help.applicableSpan.start - 1),
  };
}

/** Describes what the name means that would complete the code at a position. */
export function inspectCompletion(
  ts: TypeScript,
  checker: Answering,
  position: number,
  name: string,
): Inspection | undefined {
  const { service, file } = checker;
  const details = service.getCompletionEntryDetails(file, position, name, {}, undefined, undefined, undefined);
  if (!details) return undefined;
  const symbol = service.getCompletionEntrySymbol(file, position, name, undefined);
  const declaration = symbol && declarationOf(ts, checker, symbol);
  const place = declaration && (ts.getNameOfDeclaration(declaration) ?? declaration);
  const docs = place && readDocs(ts, checker, place.getSourceFile().fileName, place.getStart());
  return toInspection(toCode(ts, details.displayParts), docs ?? '', []);
}

function declarationOf(ts: TypeScript, checker: Answering, symbol: TsSymbol): Declaration | undefined {
  const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
  const meant = isAlias ? checker.program().getTypeChecker().getAliasedSymbol(symbol) : symbol;
  return meant.declarations?.at(-1);
}

/** Writes the declaration of a name, without the import by which it is reached. */
function toCode(ts: TypeScript, parts: SymbolDisplayPart[] | undefined): string {
  return ts
    .displayPartsToString(parts)
    .replace(/^\(alias\) /, '')
    .replace(/\nimport .*$/s, '');
}

function toInspection(code: string, docs: string, tags: readonly JSDocTagInfo[]): Inspection {
  const said = tags.map(({ name, text }) => `@${name} ${(text ?? []).map((part) => part.text).join('')}`.trim());
  const rest = [docs, ...said].filter(Boolean);
  return {
    // In plain text, the titles of a doc comment end in a colon instead of being bold.
    text: [code, ...rest.map((part) => part.replaceAll(/^\*\*(.+?)\*\*/gm, '$1:'))].join('\n\n'),
    markdown: [`\`\`\`typescript\n${code}\n\`\`\``, ...rest].join('\n\n'),
  };
}
