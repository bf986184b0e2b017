import { getHeapStatistics } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { announceExit } from './engine/ending.js';
import { createEngine } from './engine/engine.js';
import { hostEngine } from './engine/host.js';
import { NODE_FLAGS } from './kernelMain.js';
import type { ProtocolData } from './server/thread.js';
import type { FromEngine } from './threads/messages.js';
import { reportTrouble } from './threads/reportTrouble.js';
import { createShared } from './threads/shared.js';
import { weightOf } from './threads/weight.js';

const USAGE = `node ${NODE_FLAGS.join(' ')} main.js CONNECTION_FILE [FILE_DESCRIPTOR_FOR_PORTS]`;

/**
 * Runs the kernel. One thread speaks the Jupyter protocol and is never busy for long, one compiles
 * cells, and this one runs them.
 */
function main([connectionFile, portsTo]: string[]): void {
  if (connectionFile === undefined) refuse(`Usage: ${USAGE}`);

  const missing = NODE_FLAGS.filter((flag) => !process.execArgv.includes(flag));
  if (missing.length > 0)
    refuse(`Start the kernel with ${missing.join(' ')}, or it cannot survive interrupts. Usage: ${USAGE}`);

  const { mainSide, shared } = createShared();
  const workerData: ProtocolData = {
    connectionFile,
    portsTo: portsTo === undefined ? undefined : Number(portsTo),
    shared,
    heapLimit: getHeapStatistics().heap_size_limit,
  };
  const thread = new Worker(new URL('./server/thread.js', import.meta.url), {
    workerData,
    transferList: [shared.port],
    execArgv: [],
  });
  thread.once('error', (error: Error) => {
    mainSide.noticeLoss();
    // The message of a refused connection says all that its reader needs.
    refuse(`The kernel could not start: ${error.name === 'ConnectionError' ? error.message : error.stack}`);
  });
  const send = (message: FromEngine): void =>
    mainSide.send(weightOf(message), () =>
      thread.postMessage(message, message.kind === 'compiler' && message.port ? [message.port] : []),
    );
  const engine = mainSide.protect(() =>
    createEngine(send, mainSide, (reason) => refuse(`The kernel's compiler could not start: ${reason}`)),
  );
  hostEngine(thread, engine, mainSide);
  announceExit(engine, mainSide);
}

function refuse(reason: string): never {
  reportTrouble(reason);
  process.exit(1);
}

main(process.argv.slice(2));
