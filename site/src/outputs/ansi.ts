import { type Content, type Html, html } from '../prose/html.js';

// Matches colours (with their codes in group 1), other CSI sequences, OSC sequences up to their
// end, two-character sequences, and stray control characters.
const ESCAPE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern looks for them
  /\x1b\[([\d;]*)m|\x1b\[[\d;?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b.?|[\x00-\x08\x0b-\x1f]/g;

const COLORS = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];

interface Style {
  bold: boolean;
  color: string | undefined;
}

/**
 * Converts terminal text to lines of HTML. Bold text and the eight colours become spans, and every
 * other escape sequence is removed. A line that a program overwrote after carriage returns shows
 * its last state.
 */
export function ansiLines(text: string): Html[] {
  const style: Style = { bold: false, color: undefined };
  return text.split(/\r?\n/).map((line) => colorLine(lastState(line), style));
}

function lastState(line: string): string {
  const states = line.split('\r').filter((state) => state !== '');
  return states.at(-1) ?? '';
}

/** Converts one line. The style carries over to the next line, so `style` is changed in place. */
function colorLine(line: string, style: Style): Html {
  const spans: Content[] = [];
  let from = 0;
  for (const match of line.matchAll(ESCAPE)) {
    spans.push(styleText(line.slice(from, match.index), style));
    from = match.index + match[0].length;
    if (match[1] !== undefined) applyCodes(style, match[1].split(';').map(Number));
  }
  spans.push(styleText(line.slice(from), style));
  return html`${spans}`;
}

function applyCodes(style: Style, codes: number[]): void {
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i];
    if (code === 0) Object.assign(style, { bold: false, color: undefined });
    else if (code === 1) style.bold = true;
    else if (code === 22) style.bold = false;
    else if (code === 39) style.color = undefined;
    else if (code >= 30 && code <= 37) style.color = COLORS[code - 30];
    else if (code >= 90 && code <= 97) style.color = COLORS[code - 90];
    // An extended colour has arguments that must not be read as codes.
    else if (code === 38 || code === 48) i += codes[i + 1] === 5 ? 2 : 4;
  }
}

function styleText(text: string, { bold, color }: Style): Content {
  const classes = [bold && 'ansi-bold', color && `ansi-${color}`].filter(Boolean).join(' ');
  return text === '' || classes === '' ? text : html`<span class="${classes}">${text}</span>`;
}
