import { Publisher, Router } from 'zeromq';
import { CHANNELS, type Connection, ConnectionError, formatAddress } from '../wire/connection.js';
import type { Channel } from '../wire/message.js';

/** The open sockets of a kernel. */
export interface Sockets {
  shell: Router;
  control: Router;
  stdin: Router;
  iopub: Publisher;
  heartbeat: Router;
}

/**
 * Opens the five sockets of a kernel. The returned connection has the ports that were actually
 * opened.
 */
export async function bindSockets(wanted: Connection): Promise<{ sockets: Sockets; connection: Connection }> {
  // Without a high-water mark, zeromq keeps what a slow reader has not fetched yet instead of
  // dropping it.
  const options = { sendHighWaterMark: 0, receiveHighWaterMark: 0 };
  const sockets: Sockets = {
    shell: new Router(options),
    control: new Router(options),
    stdin: new Router(options),
    iopub: new Publisher({ sendHighWaterMark: 0 }),
    // A Reply socket would fail for good on a message that is not a request.
    heartbeat: new Router(options),
  };
  const ports = { ...wanted.ports };
  for (const channel of CHANNELS) {
    await bind(sockets[channel], formatAddress(wanted, channel), channel);
    if (wanted.transport === 'tcp') ports[channel] = Number(sockets[channel].lastEndpoint?.split(':').at(-1));
  }
  return { sockets, connection: { ...wanted, ports } };
}

async function bind(socket: Router | Publisher, address: string, channel: Channel): Promise<void> {
  try {
    await socket.bind(address);
  } catch (error) {
    throw new ConnectionError(`cannot open the ${channel} channel at ${address}: ${(error as Error).message}`);
  }
}

export function closeSockets(sockets: Sockets): void {
  for (const channel of CHANNELS) sockets[channel].close();
}
