/** State of a lesson, as the server sends it. */
interface State {
  kind: string;
  text: string;
}

const STOPPED: State = {
  kind: 'stopped',
  text: 'The server of this page has stopped. The page shows what it knew last.',
};

/** Kinds of states after which the outputs of a lesson may be others. */
const FINAL_KINDS = ['run', 'reproduced', 'different', 'failed'];

/**
 * Shows how far the runs of the lessons behind the page are. When the lesson of this page has run,
 * cells with new outputs are replaced in place, and `setUp` makes them work.
 */
export function followRuns(address: string, setUp: (part: ParentNode) => void): void {
  const lines = [...document.querySelectorAll<HTMLElement>('.run-state')];
  const shown = document.querySelector<HTMLElement>('article .run-state')?.dataset.lesson;
  const source = new EventSource(address);
  source.addEventListener('message', ({ data }: MessageEvent<string>) => {
    const states = JSON.parse(data) as Record<string, State>;
    if (states.reference?.kind === 'ready' && document.querySelector('.pending')) location.reload();
    for (const line of lines) {
      const state = states[line.dataset.lesson ?? ''];
      if (state) show(line, state);
    }
    if (shown !== undefined && FINAL_KINDS.includes(states[shown]?.kind)) void updateCells(setUp);
  });
  source.addEventListener('error', () => {
    for (const line of lines) if (!FINAL_KINDS.includes(line.dataset.kind ?? '')) show(line, STOPPED);
  });
}

function show(line: HTMLElement, { kind, text }: State): void {
  line.dataset.kind = kind;
  line.textContent = text;
}

/** Replaces the cells whose outputs the server has changed since the page was loaded. */
async function updateCells(setUp: (part: ParentNode) => void): Promise<void> {
  // A reader who runs or edits cells keeps them as they are.
  if (document.querySelector('.run-bar')) return;
  const response = await fetch(location.href);
  if (!response.ok) return;
  const current = new DOMParser().parseFromString(await response.text(), 'text/html');
  for (const cell of document.querySelectorAll<HTMLElement>('.cell')) {
    const next = current.getElementById(cell.id);
    if (next === null || next.dataset.outputs === cell.dataset.outputs) continue;
    cell.replaceWith(next);
    setUp(next);
  }
  // Formulas of the new cells may have styles and drawings of their own.
  document.body.append(...current.querySelectorAll('head style, .drawings'));
  const banner = current.querySelector('.failed-banner');
  document.querySelector('.failed-banner')?.remove();
  if (banner) document.querySelector('article .run-state')?.after(banner);
}
