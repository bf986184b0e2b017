import type { JSDocTagInfo, SymbolDisplayPart } from 'typescript';
import type { Inspection } from '../../threads/messages.js';
import type { Checker } from '../checker.js';
import { ts } from '../typescript.js';
import { readDocs } from './docs.js';

/** Describes the name at a position, or the function in whose arguments it is. */
export function inspectCode(checker: Checker, position: number): Inspection | undefined {
  return describeName(checker, position) ?? describeSignature(checker, position);
}

function describeName(checker: Checker, position: number): Inspection | undefined {
  const { service, file } = checker;
  const info = service.getQuickInfoAtPosition(file, position) ?? service.getQuickInfoAtPosition(file, position - 1);
  const code = textOf(info?.displayParts)
    .replace(/^\(alias\) /, '')
    .replace(/\nimport .*$/s, '');
  // The type `any` alone is what the compiler says of a name that it does not know.
  if (!info || code === 'any' || code === '') return undefined;
  const definition = service.getDefinitionAtPosition(file, info.textSpan.start)?.at(-1);
  const docs = definition && readDocs(checker, definition.fileName, definition.textSpan.start);
  return toInspection(code, docs ?? textOf(info.documentation), info.tags ?? []);
}

/** Describes the call around a position, with the parameter that is written there. */
function describeSignature(checker: Checker, position: number): Inspection | undefined {
  const { service, file } = checker;
  const help = service.getSignatureHelpItems(file, position, undefined);
  const item = help?.items[help.selectedItemIndex];
  if (!help || !item) return undefined;
  const parameters = item.parameters.map(({ displayParts }) => textOf(displayParts));
  const code = `${textOf(item.prefixDisplayParts)}${parameters.join(textOf(item.separatorDisplayParts))}${textOf(item.suffixDisplayParts)}`;
  const current = parameters[help.argumentIndex];
  const name = describeName(checker, help.applicableSpan.start - 1);
  const docs = name?.text.split('\n\n').slice(1).join('\n\n') ?? '';
  return toInspection(
    code,
    [current === undefined ? '' : `Parameter: ${current}`, docs].filter(Boolean).join('\n\n'),
    [],
  );
}

function textOf(parts: readonly SymbolDisplayPart[] | undefined): string {
  return ts.displayPartsToString(parts as SymbolDisplayPart[] | undefined);
}

function toInspection(code: string, docs: string, tags: readonly JSDocTagInfo[]): Inspection {
  const said = tags.map(({ name, text }) => `@${name} ${textOf(text)}`.trim());
  const rest = [docs, ...said].filter(Boolean);
  return {
    // In plain text, the titles of a doc comment end in a colon instead of being bold.
    text: [code, ...rest.map((part) => part.replaceAll(/^\*\*(.+?)\*\*/gm, '$1:'))].join('\n\n'),
    markdown: [`\`\`\`typescript\n${code}\n\`\`\``, ...rest].join('\n\n'),
  };
}
