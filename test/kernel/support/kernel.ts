import { type Content, type Kernel, type Message, startKernel } from 'initlab-kernel';
import { afterFile } from '../../support/afterFile.js';
import { temporaryFolder } from './files.js';

let started: Promise<Kernel> | undefined;

/** The test file whose kernel it is. */
let owner: string | undefined;

/** Returns the kernel of all tests of a file that leave it usable, because a start takes long. */
export function sharedKernel(): Promise<Kernel> {
  started ??= startKernel({ folder: temporaryFolder() });
  return started;
}

async function endKernel(): Promise<void> {
  const kernel = await started;
  started = undefined;
  await kernel?.shutdown();
}

afterFile(endKernel);

/**
 * Starts the kernel that the tests of a file share, and gives it time on a busy machine. Call it in
 * a suite. If files run one after another in one process, each gets a kernel of its own.
 */
export function useSharedKernel(): void {
  before(async function () {
    this.timeout(60_000);
    const file = this.test?.parent?.file;
    if (file !== owner) await endKernel();
    owner = file;
    await sharedKernel();
  });
}

/** Waits until a kernel's compiler is loaded, which takes long on a busy machine. */
export async function untilCompilerIsLoaded(kernel: Kernel): Promise<void> {
  await kernel.request('shell', 'is_complete_request', { code: '' });
}

export interface Run {
  reply: Content;
  published: Message[];
}

export async function run(code: string): Promise<Run> {
  const published: Message[] = [];
  const reply = await (await sharedKernel()).execute(code, (message) => published.push(message));
  return { reply: reply.content, published };
}

export function ofType({ published }: Run, type: string): Content[] {
  return published.filter(({ header }) => header.msg_type === type).map(({ content }) => content);
}

/** Runs a cell and returns its value as text, or its error. */
export async function shownFor(code: string): Promise<unknown> {
  const result = await run(code);
  const { status, ename, evalue } = result.reply;
  if (status === 'error') return `${ename}: ${evalue}`;
  return (ofType(result, 'execute_result')[0]?.data as Record<string, unknown> | undefined)?.['text/plain'];
}

/** Joins the text of one stream. */
export function textOf(result: Run, name: 'stdout' | 'stderr'): string {
  const parts = ofType(result, 'stream').filter((content) => content.name === name);
  return parts.map(({ text }) => text).join('');
}

/** Returns the traceback of a failed cell, with the cell's own number written as `n`. */
export function tracebackOf({ reply }: Run): string {
  const text = (reply.traceback as string[]).join('\n');
  return text.replaceAll(`In [${reply.execution_count}]`, 'In [n]');
}

export async function request(type: string, content: Content): Promise<Content> {
  return (await (await sharedKernel()).request('shell', type, content)).content;
}
