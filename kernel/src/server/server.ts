import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { reportTrouble } from '../engine/capture.js';
import type { Engine } from '../engine/engine.js';
import type { Output } from '../engine/output.js';
import { decode, encode, WireError } from '../wire/codec.js';
import { compose } from '../wire/compose.js';
import type { Content, Message } from '../wire/message.js';
import { createOutbox, type Sender } from '../wire/outbox.js';
import { createExecutions } from './executions.js';
import { createPublisher } from './publisher.js';
import { type Reply, replies } from './replies.js';
import { closeSockets, type Sockets } from './sockets.js';

export interface Server {
  /** Takes what the engine puts out. */
  output(output: Output): void;
  /** Sends output that is still held and closes the sockets: for a process that is about to end. */
  end(): void;
  /** Resolves after a shutdown request was answered. */
  stopped: Promise<void>;
}

type Socket = Sender & AsyncIterable<Buffer[]>;

/** Speaks the Jupyter protocol on the sockets and lets the engine do the work. */
export function serve(sockets: Sockets, key: string, engine: Promise<Engine>): Server {
  const session = randomUUID();
  const outbox = createOutbox((error) => reportTrouble(`A message could not be sent: ${error}`));
  const publisher = createPublisher(session, key, sockets.iopub, outbox);
  const executions = createExecutions(engine, publisher);
  const onControl: Record<string, Reply> = replies;
  const onShell: Record<string, Reply> = { ...replies, execute_request: execute };
  const shell: Message[] = [];
  const aborted = new Set<Message>();
  let working = false;
  let stop: () => void = () => {};
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });

  /** Requests on the shell channel run one after another. */
  async function work(): Promise<void> {
    if (working) return;
    working = true;
    for (let request = shell.shift(); request; request = shell.shift()) await handle(sockets.shell, request, onShell);
    working = false;
  }

  async function execute(request: Message): Promise<Content> {
    if (aborted.delete(request)) return executions.abort();
    const reply = await executions.run(request);
    if (reply.status === 'error' && request.content.stop_on_error !== false) await abortQueued();
    return reply;
  }

  /** What was sent before the client could know of the error is not run. */
  async function abortQueued(): Promise<void> {
    // Two turns of the event loop, so that requests which have arrived but were not read yet are among them.
    await setImmediate();
    await setImmediate();
    for (const request of shell) if (request.header.msg_type === 'execute_request') aborted.add(request);
  }

  /** Busy, the reply, idle: around every request, idle always last. */
  async function handle(socket: Sender, request: Message, known: Record<string, Reply>): Promise<void> {
    const type = request.header.msg_type;
    publisher.publish('status', { execution_state: 'busy' }, request);
    const content = await answer(request, known);
    publisher.flush();
    if (content) {
      const rest = { identities: request.identities, parent: request.header };
      outbox.post(socket, encode(compose(session, type.replace(/request$/, 'reply'), content, rest), key));
    }
    publisher.publish('status', { execution_state: 'idle' }, request);
    await outbox.flushed();
    if (type === 'shutdown_request') stop();
  }

  /** Unknown requests get no reply. */
  async function answer(request: Message, known: Record<string, Reply>): Promise<Content | undefined> {
    const type = request.header.msg_type;
    try {
      return Object.hasOwn(known, type) ? await known[type]?.(request, engine) : undefined;
    } catch (error) {
      const { name, message, stack } = error as Error;
      reportTrouble(`${type} failed: ${stack}`);
      return { status: 'error', ename: name, evalue: message, traceback: [] };
    }
  }

  async function receive(socket: Socket, take: (request: Message) => void): Promise<void> {
    for await (const frames of socket) {
      try {
        take(decode(frames, key));
      } catch (error) {
        if (!(error instanceof WireError)) throw error;
        reportTrouble(`A message was dropped: ${error.message}.`);
      }
    }
  }

  async function echo(): Promise<void> {
    for await (const frames of sockets.heartbeat) await sockets.heartbeat.send(frames);
  }

  function end(): void {
    publisher.flush();
    outbox.sendAtOnce();
    closeSockets(sockets);
  }

  void receive(sockets.shell, (request) => {
    shell.push(request);
    void work();
  });
  void receive(sockets.control, (request) => void handle(sockets.control, request, onControl));
  void echo();
  return { output: publisher.output, end, stopped };
}
