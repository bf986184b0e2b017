import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { reportTrouble } from '../engine/capture.js';
import type { ProtocolSide } from '../threads/shared.js';
import { encode } from '../wire/codec.js';
import { compose } from '../wire/compose.js';
import type { Content, Message } from '../wire/message.js';
import { createOutbox, type Sender } from '../wire/outbox.js';
import { createExecutions } from './executions.js';
import type { HeapWatch } from './heapWatch.js';
import { createHistory } from './history.js';
import { createQuestions } from './inputRequests.js';
import { createPublisher } from './publisher.js';
import { createReceiver } from './receiver.js';
import { EngineError, type RemoteEngine } from './remoteEngine.js';
import { controlReplies, type Reply, shellReplies } from './replies.js';
import { closeSockets, type Sockets } from './sockets.js';

/** Milliseconds in which a process that was asked to end can do so by itself. */
const grace = 1000;

/** Speaks the Jupyter protocol on the sockets and lets the engine do the work. */
export function serve(sockets: Sockets, key: string, engine: RemoteEngine, side: ProtocolSide, heap: HeapWatch): void {
  const session = randomUUID();
  const outbox = createOutbox((error) => reportTrouble(`A message could not be sent: ${error}`));
  const publisher = createPublisher(session, key, sockets.iopub, outbox);
  const history = createHistory();
  const executions = createExecutions(engine, publisher, history, heap);
  const questions = createQuestions(session, key, sockets.stdin, outbox, (text, { blocking }) =>
    blocking ? side.answer(text) : engine.give(text),
  );
  const onControl: Record<string, Reply> = { ...controlReplies, interrupt_request: interrupt };
  const onShell: Record<string, Reply> = {
    ...shellReplies,
    execute_request: execute,
    history_request: ({ content }) => history.find(content),
    comm_open: refuseComm,
  };
  const shell: Message[] = [];
  const aborted = new Set<Message>();
  let working = false;
  let ended = false;

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
    questions.drop();
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

  function interrupt(): Content {
    engine.interrupt();
    return { status: 'ok' };
  }

  /** The kernel has no comms, and says so as the protocol wants it. */
  function refuseComm({ content, header }: Message): undefined {
    publisher.publish('comm_close', { comm_id: content.comm_id, data: {} }, header);
  }

  /** Busy, the reply, idle: around every request, idle always last. */
  async function handle(socket: Sender, request: Message, known: Record<string, Reply>): Promise<void> {
    const type = request.header.msg_type;
    publisher.publish('status', { execution_state: 'busy' }, request.header);
    const content = await answer(request, known);
    publisher.flush();
    if (content) {
      const rest = { identities: request.identities, parent: request.header };
      outbox.post(socket, encode(compose(session, type.replace(/request$/, 'reply'), content, rest), key));
    }
    publisher.publish('status', { execution_state: 'idle' }, request.header);
    await outbox.flushed();
    if (type === 'shutdown_request') await shutDown();
  }

  /** Unknown requests get no reply. */
  async function answer(request: Message, known: Record<string, Reply>): Promise<Content | undefined> {
    const type = request.header.msg_type;
    try {
      return Object.hasOwn(known, type) ? await known[type]?.(request, engine) : undefined;
    } catch (error) {
      const { name, message, stack } = error as Error;
      if (error instanceof EngineError) return { status: 'error', ...error.failure };
      reportTrouble(`${type} failed: ${stack}`);
      return { status: 'error', ename: name, evalue: message, traceback: [] };
    }
  }

  async function echo(): Promise<void> {
    for await (const frames of sockets.heartbeat) await sockets.heartbeat.send(frames).catch(() => {});
  }

  async function shutDown(): Promise<void> {
    await end();
    engine.exit();
    // A main thread that is busy with a cell does not hear.
    setInterval(() => engine.isCompiling() || process.kill(process.pid, 'SIGKILL'), grace);
  }

  /** Everything that is still held leaves, and the sockets close. */
  async function end(): Promise<void> {
    if (ended) return;
    ended = true;
    publisher.flush();
    outbox.sendAtOnce();
    closeSockets(sockets);
    // What the sockets still report of their closing must find this thread alive.
    await setImmediate();
    await setImmediate();
    side.end();
  }

  engine.listen({
    onOutput: executions.output,
    onQuestion(cell, question) {
      const request = executions.requestOf(cell);
      if (request) questions.ask(question, request);
    },
    onEnding(cell, reason) {
      if (!ended) executions.output(cell, { kind: 'stream', name: 'stderr', text: `${reason}\n` });
      void end();
    },
  });
  const receive = createReceiver(key);
  void receive(sockets.shell, (request) => {
    shell.push(request);
    void work();
  });
  void receive(sockets.control, (request) => void handle(sockets.control, request, onControl));
  void receive(sockets.stdin, questions.take);
  void echo();
}
