import { randomUUID } from 'node:crypto';
import type { Content } from 'initlab-kernel';
import { WebSocket } from 'ws';
import { executeContent } from '../../kernel/src/client/kernel.js';

/** A message of a kernel about a request. */
export interface KernelMessage {
  header: { msg_type: string };
  parent_header: { msg_id?: string };
  content: Content;
}

/** The end of a cell. */
export interface CellRun {
  /** Name of the error, or undefined if the cell succeeded. */
  error: string | undefined;
  count: number | null;
  /** Time from the request until the kernel was idle again. */
  tookMs: number;
}

/** A kernel behind a Jupyter server, as a front end in a browser sees it. */
export interface KernelClient {
  /** Resolves when the kernel answers. */
  ready(): Promise<void>;
  run(code: string, onMessage?: (message: KernelMessage) => void): Promise<CellRun>;
  close(): void;
}

/** Connects to the channels of a kernel. `server` is the address of the student's server. */
export async function connectKernel(server: string, kernel: string, token: string): Promise<KernelClient> {
  const url = `${server.replace(/^http/, 'ws')}api/kernels/${kernel}/channels?token=${token}`;
  const socket = new WebSocket(url, { maxPayload: 2 ** 28 });
  const session = randomUUID();
  const listeners = new Map<string, (message: KernelMessage) => void>();
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  const lost = new Promise<never>((_, reject) => {
    socket.once('close', () => reject(new Error('the server closed the connection to the kernel')));
    socket.on('message', (data) => {
      const message = JSON.parse(String(data)) as KernelMessage;
      listeners.get(message.parent_header.msg_id ?? '')?.(message);
      const state = message.header.msg_type === 'status' ? message.content.execution_state : undefined;
      // The server says so, and keeps the connection to no kernel open.
      if (state === 'dead' || state === 'restarting') reject(new Error(`the kernel is ${state}`));
    });
  });
  lost.catch(() => {}); // Only a cell that is waiting has to know.

  /** Sends a request, and resolves with its reply when the kernel is idle again. */
  function request(type: string, content: Content, onMessage: (message: KernelMessage) => void): Promise<Content> {
    const id = randomUUID();
    let reply: Content | undefined;
    let isIdle = false;
    const ended = new Promise<Content>((resolve) => {
      listeners.set(id, (message) => {
        onMessage(message);
        if (message.header.msg_type === type.replace(/request$/, 'reply')) reply = message.content;
        if (message.header.msg_type === 'status') isIdle = message.content.execution_state === 'idle';
        if (!reply || !isIdle) return;
        listeners.delete(id);
        resolve(reply);
      });
    });
    const header = {
      msg_id: id,
      msg_type: type,
      session,
      username: '',
      version: '5.3',
      date: new Date().toISOString(),
    };
    socket.send(JSON.stringify({ channel: 'shell', header, parent_header: {}, metadata: {}, content, buffers: [] }));
    return Promise.race([ended, lost]);
  }

  return {
    async ready() {
      await request('kernel_info_request', {}, () => {});
    },
    async run(code, onMessage = () => {}) {
      const from = performance.now();
      const reply = await request('execute_request', executeContent(code), onMessage);
      return {
        error: reply.status === 'ok' ? undefined : String(reply.ename ?? reply.status),
        count: typeof reply.execution_count === 'number' ? reply.execution_count : null,
        tookMs: performance.now() - from,
      };
    },
    close: () => socket.terminate(),
  };
}
