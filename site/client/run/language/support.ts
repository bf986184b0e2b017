import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  completionKeymap,
} from '@codemirror/autocomplete';
import { type Diagnostic, linter, lintKeymap } from '@codemirror/lint';
import { type EditorState, type Extension, StateEffect } from '@codemirror/state';
import { EditorView, hoverTooltip, keymap } from '@codemirror/view';
import type { CellCode, Place } from '../../../worker/language/messages.js';
import { showDocs } from './docs.js';
import { help } from './help.js';
import type { Language } from './language.js';

/** Time without a change after which the types of a cell are checked. */
const CHECK_DELAY_MS = 300;

/** An effect after which the types of a cell are checked again, because an earlier one changed. */
export const recheck = StateEffect.define<null>();

export interface LanguageOptions {
  language: Language;
  /** Lists the cells whose names the editor can use, and then its own with this code. */
  listCells(code: string): CellCode[];
  /** The reader is in an editor for the first time, so that what it knows can be shown. */
  onLanguageStart(): void;
}

/** The names of CodeMirror's icons for the kinds of names that TypeScript tells apart. */
const ICONS: Record<string, string> = {
  alias: 'variable',
  const: 'constant',
  let: 'variable',
  var: 'variable',
  module: 'namespace',
  'local function': 'function',
  'local var': 'variable',
  'primitive type': 'type',
  getter: 'property',
  setter: 'property',
};

/**
 * Adds what TypeScript knows to the editor of a cell: it completes names, shows signatures and doc
 * comments, and underlines errors. All of this waits until the reader is in an editor.
 */
export function languageSupport({ language, listCells, onLanguageStart }: LanguageOptions): Extension {
  const at = ({ doc }: EditorState, position: number): Place => ({ cells: listCells(doc.toString()), position });

  async function complete(context: CompletionContext): Promise<CompletionResult | null> {
    const { pos, explicit } = context;
    const word = context.matchBefore(/[\w$]+$/);
    const isMember = /[.'"]/.test(context.state.sliceDoc(pos - 1, pos));
    if (!word && !isMember && !explicit) return null;
    const found = await language.ask('completions', at(context.state, pos));
    if (!found || found.matches.length === 0) return null;
    const options = found.matches.map((name, i): Completion => {
      const kind = found.kinds[i] ?? '';
      return {
        label: name,
        type: ICONS[kind] ?? kind,
        boost: -i / found.matches.length,
        info: () => describe(context.state, pos, name),
      };
    });
    return { from: found.start, options, validFor: /^[\w$]*$/ };
  }

  async function describe(state: EditorState, position: number, name: string): Promise<Node | null> {
    const docs = await language.ask('completion', at(state, position), name);
    return docs === undefined ? null : showDocs(docs);
  }

  async function findErrors(view: EditorView): Promise<Diagnostic[]> {
    if (!language.hasStarted) return [];
    const errors = (await language.ask('errors', at(view.state, 0))) ?? [];
    const end = view.state.doc.length;
    return errors.map(({ start, length, message }) => ({
      from: Math.min(start, end),
      to: Math.min(start + length, end),
      severity: 'error',
      message,
    }));
  }

  return [
    autocompletion({ override: [complete] }),
    linter(findErrors, {
      delay: CHECK_DELAY_MS,
      needsRefresh: ({ transactions }) =>
        transactions.some(({ effects }) => effects.some((effect) => effect.is(recheck))),
    }),
    hoverTooltip(async ({ state }, position) => {
      const docs = language.hasStarted ? await language.ask('name', at(state, position)) : undefined;
      return docs === undefined ? null : { pos: position, above: true, create: () => ({ dom: showDocs(docs) }) };
    }),
    help({
      findSignature: (state) => language.ask('signature', at(state, state.selection.main.head)),
      describe: (state) => language.ask('name', at(state, state.selection.main.head)),
    }),
    keymap.of([...completionKeymap, ...lintKeymap]),
    EditorView.domEventHandlers({
      focus() {
        if (language.hasStarted) return;
        language.start();
        onLanguageStart();
      },
    }),
  ];
}
