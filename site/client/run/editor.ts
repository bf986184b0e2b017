import { closeCompletion } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab, isolateHistory } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import { bracketMatching, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { EditorState, Prec } from '@codemirror/state';
import { drawSelection, EditorView, type KeyBinding, keymap } from '@codemirror/view';
import { closeHelp } from './language/help.js';
import { KINDS } from './language/kinds.js';
import { type LanguageOptions, languageSupport, recheck } from './language/support.js';

/** The code of a cell while it can be edited. */
export interface Editor {
  focus(): void;
  /** Replaces the code in a step of its own, which can be undone. */
  replace(source: string): void;
  /** Checks the types again, because a cell before has changed. */
  recheck(): void;
}

export interface EditorOptions extends LanguageOptions {
  source: string;
  /** Name of the editor for screen readers. */
  label: string;
  onChange(source: string): void;
  /** Shift and Enter run the cell and go to the next one. */
  onRunAndAdvance(): void;
  /** Ctrl or Cmd and Enter run the cell and stay. */
  onRun(): void;
  /** Escape lets the keyboard leave the editor, in which the Tab key indents. */
  onLeave(): void;
}

/** Shows an editor instead of the code of a cell. */
export function openEditor(code: HTMLElement, options: EditorOptions): Editor {
  const { source, label, onChange } = options;
  const key = (name: string, action: () => void): KeyBinding => ({
    key: name,
    run() {
      action();
      return true;
    },
  });
  const view = new EditorView({
    state: EditorState.create({
      doc: source,
      extensions: [
        Prec.highest(
          keymap.of([
            key('Shift-Enter', options.onRunAndAdvance),
            key('Mod-Enter', options.onRun),
            // The first press closes what lies over the code.
            { key: 'Escape', run: (editor) => closeCompletion(editor) || closeHelp(editor) },
            key('Escape', options.onLeave),
          ]),
        ),
        history(),
        drawSelection(),
        bracketMatching(),
        indentOnInput(),
        EditorState.tabSize.of(2),
        EditorView.lineWrapping,
        javascript({ typescript: true }),
        syntaxHighlighting(KINDS),
        languageSupport(options),
        keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
        EditorView.contentAttributes.of({
          'aria-label': label,
          'aria-description':
            'Press Escape to leave the editor, Control and Space to complete a name, F1 to explain it, and F8 to go to the next error.',
        }),
        EditorView.updateListener.of(({ docChanged, state }) => {
          if (!docChanged) return;
          const text = state.doc.toString();
          plain.textContent = `${text}\n`;
          onChange(text);
        }),
      ],
    }),
  });
  // The code itself stays for copying and printing.
  const plain = code.querySelector('code') as HTMLElement;
  plain.textContent = `${source}\n`;
  code.hidden = true;
  code.after(view.dom);

  return {
    focus: () => view.focus(),
    replace(text) {
      if (text === view.state.doc.toString()) return;
      view.dispatch({
        changes: { from: 0, to: view.state.doc.length, insert: text },
        annotations: isolateHistory.of('full'),
      });
    },
    recheck: () => view.dispatch({ effects: recheck.of(null) }),
  };
}
