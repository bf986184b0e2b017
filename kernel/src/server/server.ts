import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { killGroup } from '../threads/processGroup.js';
import { reportTrouble } from '../threads/reportTrouble.js';
import type { ProtocolSide } from '../threads/shared.js';
import { encode } from '../wire/codec.js';
import { compose } from '../wire/compose.js';
import type { Content, Message } from '../wire/message.js';
import { createOutbox, type Sender } from '../wire/outbox.js';
import { receiveUntilClosed } from '../wire/receiveUntilClosed.js';
import { createExecutions } from './executions.js';
import { createHistory } from './history.js';
import { createInputRequests } from './inputRequests.js';
import type { CellLimit } from './limits/cellLimit.js';
import { createPublisher } from './publisher.js';
import { createReceiver } from './receiver.js';
import { EngineError, type RemoteEngine } from './remoteEngine.js';
import { CONTROL_REPLIES, QUESTIONS, type Reply, SHELL_REPLIES } from './replies.js';
import { closeSockets, type Sockets } from './sockets.js';

/** Time that the main thread has to notice that it must exit if it is busy with a cell. */
const MAX_BUSY_MS = 1000;

/**
 * Time that an idle or exiting process has to exit on its own. Jupyter kills a kernel after 5 s.
 */
const MAX_EXIT_MS = 4000;

/** Interval between two checks whether a process that was asked to exit must be killed. */
const LOOK_INTERVAL_MS = 100;

/** Speaks the Jupyter protocol on the sockets, and lets the engine do the work. */
export function serve(sockets: Sockets, key: string, engine: RemoteEngine, side: ProtocolSide, limit: CellLimit): void {
  const session = randomUUID();
  const outbox = createOutbox((error) => reportTrouble(`The kernel could not send a message: ${error}`));
  const publisher = createPublisher(session, key, sockets.iopub, outbox);
  const history = createHistory();
  const executions = createExecutions(engine, publisher, history, limit);
  const inputRequests = createInputRequests(session, key, sockets.stdin, outbox, (text, { isBlocking }) =>
    isBlocking ? side.answer(text) : engine.giveLine(text),
  );
  const onControl: Record<string, Reply> = { ...CONTROL_REPLIES, interrupt_request: interrupt };
  const onShell: Record<string, Reply> = {
    ...SHELL_REPLIES,
    execute_request: execute,
    history_request: ({ content }) => history.find(content),
    comm_open: refuseComm,
  };
  const queue: Message[] = [];
  const aborted = new Set<Message>();
  let running: Message | undefined;
  let isWorking = false;
  let hasEnded = false;
  let isExiting = false;

  /** Handles the requests on the shell channel, one after another. */
  async function work(): Promise<void> {
    if (isWorking) return;
    isWorking = true;
    for (let request = queue.shift(); request; request = queue.shift()) await handle(sockets.shell, request, onShell);
    isWorking = false;
  }

  /** Answers a question while a cell is running. The kernel is still busy after it. */
  async function answerMeanwhile(question: Message): Promise<void> {
    await handle(sockets.shell, question, QUESTIONS);
    if (running) publisher.publish('status', { execution_state: 'busy' }, running.header);
  }

  async function execute(request: Message): Promise<Content> {
    if (aborted.delete(request)) return executions.abort();
    running = request;
    const reply = await executions.run(request).finally(() => {
      running = undefined;
    });
    inputRequests.drop();
    if (reply.status === 'error' && request.content.stop_on_error !== false) await abortQueued();
    return reply;
  }

  /** Aborts the requests that were sent before the client could know of an error. */
  async function abortQueued(): Promise<void> {
    // Two turns of the event loop let this thread read the requests that have already arrived.
    await setImmediate();
    await setImmediate();
    for (const request of queue) if (request.header.msg_type === 'execute_request') aborted.add(request);
  }

  function interrupt(): Content {
    engine.interrupt();
    return { status: 'ok' };
  }

  /**
   * Closes a comm that a client opens. This is how the protocol says that the kernel has no comms.
   */
  function refuseComm({ content, header }: Message): undefined {
    publisher.publish('comm_close', { comm_id: content.comm_id, data: {} }, header);
  }

  /** Handles a request: publishes busy, sends the reply, and publishes idle last. */
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

  /** Computes the content of the reply. An unknown request gets none. */
  async function answer(request: Message, known: Record<string, Reply>): Promise<Content | undefined> {
    const type = request.header.msg_type;
    try {
      return Object.hasOwn(known, type) ? await known[type]?.(request, engine) : undefined;
    } catch (error) {
      const { name, message, stack } = error as Error;
      if (error instanceof EngineError) return { status: 'error', ...error.failure };
      reportTrouble(`The kernel could not handle ${type}: ${stack}`);
      return { status: 'error', ename: name, evalue: message, traceback: [] };
    }
  }

  async function echoHeartbeats(): Promise<void> {
    const { heartbeat } = sockets;
    for await (const frames of receiveUntilClosed(heartbeat)) await heartbeat.send(frames).catch(() => {});
  }

  async function shutDown(): Promise<void> {
    await end();
    engine.exit();
    const from = performance.now();
    setInterval(() => {
      // A main thread that is busy with a cell does not notice the request. If it has noticed the
      // request, it may still need longer to exit on a busy machine.
      const limit = isWorking && !isExiting ? MAX_BUSY_MS : MAX_EXIT_MS;
      if (performance.now() - from > limit && !engine.isProtected()) killGroup();
    }, LOOK_INTERVAL_MS);
  }

  /** Sends everything that is still collected, and closes the sockets. */
  async function end(): Promise<void> {
    if (hasEnded) return;
    hasEnded = true;
    publisher.flush();
    outbox.sendAtOnce();
    closeSockets(sockets);
    // The sockets report on later turns of the event loop that they are closed, and this thread
    // must still be alive then.
    await setImmediate();
    await setImmediate();
    side.end();
  }

  engine.listen({
    onOutput: executions.publishOutput,
    onInputRequest(cell, request) {
      const execution = executions.requestOf(cell);
      if (execution) inputRequests.send(request, execution);
    },
    onForgotten: executions.forget,
    onEnding(cell, reason) {
      isExiting = true;
      if (!hasEnded) executions.publishOutput(cell, { kind: 'stream', name: 'stderr', text: `${reason}\n` });
      void end();
    },
  });
  const receive = createReceiver(key);
  void receive(sockets.shell, (request) => {
    // Questions about code need not wait for the cell that is running.
    if (running && request.header.msg_type in QUESTIONS) return void answerMeanwhile(request);
    queue.push(request);
    void work();
  });
  void receive(sockets.control, (request) => void handle(sockets.control, request, onControl));
  void receive(sockets.stdin, inputRequests.takeReply);
  void echoHeartbeats();
}
