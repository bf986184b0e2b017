import { reportTrouble } from './engine/capture.js';
import { createEngine, type Engine } from './engine/engine.js';
import { endWithParent } from './server/parent.js';
import { serve } from './server/server.js';
import { bindSockets } from './server/sockets.js';
import { readConnectionFile } from './wire/connection.js';

/** The kernel process: `node main.js CONNECTION_FILE`. */
async function main(connectionFile: string | undefined): Promise<void> {
  if (connectionFile === undefined) throw new Error('usage: node main.js CONNECTION_FILE');
  endWithParent();
  const { sockets, connection } = await bindSockets(readConnectionFile(connectionFile));
  // A client that let us choose the ports learns them here.
  process.send?.({ ports: connection.ports });

  const engine: Promise<Engine> = new Promise((resolve) => {
    setImmediate(() => resolve(createEngine((output) => server.output(output))));
  });
  const server = serve(sockets, connection.key, engine);
  process.on('exit', server.end);
  process.on('SIGINT', async () => (await engine).interrupt());
  await server.stopped;
  process.exit();
}

main(process.argv[2]).catch((error: unknown) => {
  reportTrouble(`The kernel could not start: ${(error as Error).stack}`);
  process.exit(1);
});
