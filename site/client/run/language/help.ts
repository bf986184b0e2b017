import { type EditorState, type Extension, StateEffect, StateField } from '@codemirror/state';
import { type EditorView, keymap, showTooltip, type Tooltip, ViewPlugin, type ViewUpdate } from '@codemirror/view';
import type { Signature } from '../../../worker/language/messages.js';
import { showDocs } from './docs.js';

/** The questions that help answers, about the place of the cursor. */
export interface HelpSource {
  findSignature(state: EditorState): Promise<Signature | undefined>;
  describe(state: EditorState): Promise<string | undefined>;
}

const setHelp = StateEffect.define<Tooltip | undefined>();

/** The help that is shown, with the place in the code that it belongs to. */
const helpField = StateField.define<Tooltip | undefined>({
  create: () => undefined,
  update(help, transaction) {
    for (const effect of transaction.effects) if (effect.is(setHelp)) return effect.value;
    return help && { ...help, pos: transaction.changes.mapPos(help.pos) };
  },
  provide: (field) => showTooltip.from(field, (help) => help ?? null),
});

/** Hides the help. Returns whether there was any. */
export function closeHelp(view: EditorView): boolean {
  if (view.state.field(helpField, false) === undefined) return false;
  view.dispatch({ effects: setHelp.of(undefined) });
  return true;
}

/**
 * Shows the signature of a call while its arguments are written. The key F1 explains the name or
 * the call at the cursor.
 */
export function help(source: HelpSource): Extension {
  /** The number of the last question, whose answer is the only one that is shown. */
  let latest = 0;
  let isAsking = false;

  async function show(view: EditorView, find: (state: EditorState) => Promise<Node | undefined>): Promise<void> {
    const question = ++latest;
    const { head } = view.state.selection.main;
    isAsking = true;
    const content = await find(view.state);
    if (question !== latest) return;
    isAsking = false;
    if (view.state.selection.main.head !== head) return;
    view.dispatch({ effects: setHelp.of(content && toTooltip(head, content)) });
  }

  async function findSignature(state: EditorState): Promise<Node | undefined> {
    const signature = await source.findSignature(state);
    return signature && showSignature(signature);
  }

  async function explain(state: EditorState): Promise<Node | undefined> {
    const docs = await source.describe(state);
    return docs === undefined ? findSignature(state) : showDocs(docs);
  }

  const followCall = ViewPlugin.define(() => ({
    update({ docChanged, selectionSet, state, transactions, view }: ViewUpdate) {
      if (!docChanged && !selectionSet) return;
      const { head } = state.selection.main;
      const isTyped = transactions.some((transaction) => transaction.isUserEvent('input'));
      const opensCall = isTyped && /[(,]/.test(state.sliceDoc(head - 1, head));
      // The cursor may move on before the answer is there.
      if (opensCall || isAsking || state.field(helpField) !== undefined) void show(view, findSignature);
    },
  }));

  const explainKey = keymap.of([
    {
      key: 'F1',
      run(view) {
        void show(view, explain);
        return true;
      },
    },
  ]);
  return [helpField, followCall, explainKey];
}

function toTooltip(pos: number, content: Node): Tooltip {
  return {
    pos,
    above: true,
    create() {
      const dom = Object.assign(document.createElement('div'), { className: 'cm-help' });
      dom.setAttribute('role', 'status');
      dom.append(content);
      return { dom };
    },
  };
}

function showSignature({ before, current, after, docs }: Signature): Node {
  const part = document.createDocumentFragment();
  const code = document.createElement('code');
  code.append(before, Object.assign(document.createElement('strong'), { textContent: current }), after);
  part.append(code, ...(docs === '' ? [] : [showDocs(docs)]));
  return part;
}
