import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Content, type Message, PROTOCOL_VERSION } from '../wire/message.js';
import type { RemoteEngine } from './remoteEngine.js';
import { toCodePoints, toUtf16 } from './textOffset.js';

/** Computes the content of the reply to a request, or undefined if the request gets none. */
export type Reply = (request: Message, engine: RemoteEngine) => Promise<Content> | Content | undefined;

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
// The version comes from the package.json of TypeScript, because this reply should not wait until
// the compiler is loaded.
const typescript = createRequire(import.meta.url)('typescript/package.json') as { version: string };

/** The replies on the control channel, which are sent even while a cell is running. */
export const CONTROL_REPLIES: Record<string, Reply> = {
  kernel_info_request: () => KERNEL_INFO,
  comm_info_request: () => ({ status: 'ok', comms: {} }),
  shutdown_request: ({ content }) => ({ status: 'ok', restart: content.restart === true }),
};

/** The replies for which the compiler is enough. */
export const QUESTIONS: Record<string, Reply> = {
  complete_request: complete,
  inspect_request: inspect,
  is_complete_request: async ({ content }, engine) => ({ ...(await engine.isComplete(String(content.code ?? ''))) }),
};

/** The replies on the shell channel for which the engine is enough. */
export const SHELL_REPLIES: Record<string, Reply> = { ...CONTROL_REPLIES, ...QUESTIONS };

const KERNEL_INFO: Content = {
  status: 'ok',
  protocol_version: PROTOCOL_VERSION,
  implementation: 'initlab',
  implementation_version: version,
  banner: `TypeScript (initlab ${version}, Node.js ${process.version})`,
  help_links: [],
  language_info: {
    name: 'typescript',
    version: typescript.version,
    mimetype: 'text/typescript',
    file_extension: '.ts',
    pygments_lexer: 'typescript',
    // JupyterLab reads the mode, Notebook the name.
    codemirror_mode: { mode: 'typescript', name: 'javascript', typescript: true },
  },
};

async function complete({ content }: Message, engine: RemoteEngine): Promise<Content> {
  const { code, position } = readCursor(content);
  const { matches, kinds, start: from, end: to } = await engine.complete(code, position);
  const [start, end] = [toCodePoints(code, from), toCodePoints(code, to)];
  // JupyterLab reads the kinds of the matches from here.
  const _jupyter_types_experimental = matches.map((text, i) => ({ text, start, end, type: kinds[i] }));
  return { status: 'ok', matches, cursor_start: start, cursor_end: end, metadata: { _jupyter_types_experimental } };
}

async function inspect({ content }: Message, engine: RemoteEngine): Promise<Content> {
  const { code, position } = readCursor(content);
  const found = await engine.inspect(code, position);
  const data = found ? { 'text/plain': found.text, 'text/markdown': found.markdown } : {};
  return { status: 'ok', found: found !== undefined, data, metadata: {} };
}

function readCursor(content: Content): { code: string; position: number } {
  const code = String(content.code ?? '');
  return { code, position: toUtf16(code, Number(content.cursor_pos ?? code.length)) };
}
