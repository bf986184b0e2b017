import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const HOST = '127.0.0.1';
const DEFAULT_PORT = 4180;
const PORTS_TO_TRY = 20;

export interface Listening {
  url: string;
  port: number;
  /** The default port, if it was in use so that another port was taken. */
  busyPort: number | undefined;
}

/**
 * Listens on 127.0.0.1 only. Without a requested port, takes the default port or the next free one.
 *
 * @throws Error that says what to do if no port can be opened
 */
export async function listen(requestedPort: number | undefined, handler: RequestListener): Promise<Listening> {
  const first = requestedPort ?? DEFAULT_PORT;
  const ports = Array.from({ length: requestedPort === undefined ? PORTS_TO_TRY : 1 }, (_, i) => first + i);
  for (const port of ports) {
    const server = createServer(handler);
    if (!(await tryPort(server, port))) continue;
    const taken = (server.address() as AddressInfo).port;
    return {
      url: `http://${HOST}:${taken}/`,
      port: taken,
      busyPort: taken === port && port !== first ? first : undefined,
    };
  }
  throw new Error(
    requestedPort === undefined
      ? `The ports ${first} to ${first + PORTS_TO_TRY - 1} are all in use. Choose a free port: npm start -- --port 9000`
      : `Port ${requestedPort} is in use. Stop the program that uses it, or choose another port: npm start -- --port ${requestedPort === 65535 ? 9000 : requestedPort + 1}`,
  );
}

/** Opens the port. Returns false if it is in use. */
async function tryPort(server: Server, port: number): Promise<boolean> {
  try {
    server.listen(port, HOST);
    await once(server, 'listening');
    return true;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') return false;
    const why = code === 'EACCES' ? 'the system reserves it' : message;
    throw new Error(`Port ${port} cannot be opened: ${why}. Choose another port: npm start -- --port 9000`);
  }
}
