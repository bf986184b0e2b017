import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const HOST = '127.0.0.1';
const DEFAULT_PORT = 4180;
const TRIES = 20;

export interface Listening {
  url: string;
  port: number;
  /** The port that was busy, if another one was taken in its place. */
  instead: number | undefined;
  /** From now on requests are answered by this handler. */
  answer(handler: RequestListener): void;
}

/** Listens on this machine only: on the port asked for, or else on the default one or the next that is free. Throws an error a reader can act on. */
export async function listen(wanted: number | undefined, handler: RequestListener): Promise<Listening> {
  const first = wanted ?? DEFAULT_PORT;
  const ports = Array.from({ length: wanted === undefined ? TRIES : 1 }, (_, i) => first + i);
  for (const port of ports) {
    const server = createServer((request, response) => handler(request, response));
    if (!(await tryPort(server, port))) continue;
    const taken = (server.address() as AddressInfo).port;
    return {
      url: `http://${HOST}:${taken}/`,
      port: taken,
      instead: taken === port && port !== first ? first : undefined,
      answer: (next) => {
        handler = next;
      },
    };
  }
  throw new Error(
    wanted === undefined
      ? `The ports ${first} to ${first + TRIES - 1} are all in use. Give a free one: npm start -- --port 9000`
      : `Port ${wanted} is in use. Stop what runs there, or give another one: npm start -- --port ${wanted === 65535 ? 9000 : wanted + 1}`,
  );
}

/** False if the port is in use. */
async function tryPort(server: Server, port: number): Promise<boolean> {
  try {
    server.listen(port, HOST);
    await once(server, 'listening');
    return true;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') return false;
    const why = code === 'EACCES' ? 'the system reserves it' : message;
    throw new Error(`Port ${port} cannot be opened: ${why}. Give another one: npm start -- --port 9000`);
  }
}
