import { writeSync } from 'node:fs';
import { parentPort, resourceLimits, workerData } from 'node:worker_threads';
import { reportTrouble } from '../threads/reportTrouble.js';
import { joinShared, type SharedMemory } from '../threads/shared.js';
import { readConnectionFile } from '../wire/connection.js';
import { combineLimits } from './limits/cellLimit.js';
import { createHeapLimit } from './limits/heap.js';
import { createMemoryLimit } from './limits/memory.js';
import { readLimits } from './limits/settings.js';
import { createTimeLimit } from './limits/time.js';
import { endWithParent } from './parent.js';
import { createRemoteEngine } from './remoteEngine.js';
import { serve } from './server.js';
import { watchSigint } from './sigint.js';
import { bindSockets } from './sockets.js';

/** The data that the protocol thread receives when it starts. */
export interface ProtocolData {
  connectionFile: string;
  /** A file descriptor to which the kernel writes its ports, if the client let it choose them. */
  portsTo: number | undefined;
  shared: SharedMemory;
  /** The limit of the main thread's heap in bytes. */
  heapLimit: number;
}

const { connectionFile, portsTo, shared, heapLimit } = workerData as ProtocolData;
if (!parentPort) throw new Error('the protocol thread must be started by the kernel');
endWithParent();
const { sockets, connection } = await bindSockets(readConnectionFile(connectionFile));
if (portsTo !== undefined) writeSync(portsTo, `${JSON.stringify(connection.ports)}\n`);
// V8 includes the young generation in the limit, but the values that a cell keeps do not stay
// there. It has the same size in all threads.
const youngGeneration = (resourceLimits.maxYoungGenerationSizeMb ?? 0) * 2 ** 20;
const side = joinShared(shared);
const engine = createRemoteEngine(parentPort, side);
watchSigint(engine.interrupt);
const { memory, seconds } = readLimits(process.env, reportTrouble);
const limits = [createHeapLimit(heapLimit - youngGeneration)];
if (memory !== undefined) limits.push(createMemoryLimit(memory));
if (seconds !== undefined) limits.push(createTimeLimit(seconds));
serve(sockets, connection.key, engine, side, combineLimits(limits));
