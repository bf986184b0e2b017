import { writeSync } from 'node:fs';
import { parentPort, resourceLimits, workerData } from 'node:worker_threads';
import { protocolSide, type Shared } from '../threads/shared.js';
import { readConnectionFile } from '../wire/connection.js';
import { createHeapWatch } from './heapWatch.js';
import { endWithParent } from './parent.js';
import { createRemoteEngine } from './remoteEngine.js';
import { serve } from './server.js';
import { interruptOnSigint } from './sigint.js';
import { bindSockets } from './sockets.js';

/** What the protocol thread is started with. */
export interface ProtocolData {
  connectionFile: string;
  /** A file descriptor on which a client that let us choose the ports learns them. */
  portsTo: number | undefined;
  shared: Shared;
  /** Bytes to which the main thread's heap can grow. */
  heapLimit: number;
}

const { connectionFile, portsTo, shared, heapLimit } = workerData as ProtocolData;
if (!parentPort) throw new Error('the protocol thread must be started by the kernel');
endWithParent();
const { sockets, connection } = await bindSockets(readConnectionFile(connectionFile));
if (portsTo !== undefined) writeSync(portsTo, `${JSON.stringify(connection.ports)}\n`);
// V8 counts it in the limit, but what a cell keeps does not stay there. Its size is the same in every thread.
const youngGeneration = (resourceLimits.maxYoungGenerationSizeMb ?? 0) * 2 ** 20;
const side = protocolSide(shared);
const engine = createRemoteEngine(parentPort, side);
interruptOnSigint(engine.interrupt);
serve(sockets, connection.key, engine, side, createHeapWatch(heapLimit - youngGeneration));
