import { readFileSync } from 'node:fs';
import type { Channel } from './message.js';

/** The address and key that kernel and client must agree on before they can talk. */
export interface Connection {
  ip: string;
  key: string;
  ports: Record<Channel, number>;
}

/** The name of each channel's port in a connection file. */
const PORT_NAMES: Record<Channel, string> = {
  shell: 'shell_port',
  control: 'control_port',
  iopub: 'iopub_port',
  stdin: 'stdin_port',
  heartbeat: 'hb_port',
};

/** The five channels of a kernel. */
export const CHANNELS: readonly Channel[] = Object.keys(PORT_NAMES) as Channel[];

/** Reads a connection file as Jupyter writes it. If a port is 0, the kernel chooses a free one. */
export function readConnectionFile(path: string): Connection {
  const file = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  if (file.transport !== 'tcp')
    throw new Error(`${path}: transport must be "tcp", not ${JSON.stringify(file.transport)}`);
  const scheme = file.signature_scheme ?? 'hmac-sha256';
  if (scheme !== 'hmac-sha256') throw new Error(`${path}: signature_scheme must be "hmac-sha256", not "${scheme}"`);
  const ports = Object.fromEntries(CHANNELS.map((channel) => [channel, readPort(path, file, PORT_NAMES[channel])]));
  return { ip: String(file.ip), key: String(file.key ?? ''), ports: ports as Connection['ports'] };
}

/** Formats a connection file, as {@link readConnectionFile} and other kernels read it. */
export function formatConnectionFile(connection: Connection): string {
  const ports = Object.fromEntries(CHANNELS.map((channel) => [PORT_NAMES[channel], connection.ports[channel]]));
  const { ip, key } = connection;
  return JSON.stringify({ transport: 'tcp', signature_scheme: 'hmac-sha256', ip, key, ...ports }, null, 2);
}

/** Formats the zeromq address of a channel. */
export function formatAddress(connection: Connection, channel: Channel): string {
  const port = connection.ports[channel];
  return `tcp://${connection.ip}:${port === 0 ? '*' : port}`;
}

function readPort(path: string, file: Record<string, unknown>, name: string): number {
  const port = file[name];
  if (Number.isInteger(port) && (port as number) >= 0 && (port as number) < 65536) return port as number;
  throw new Error(`${path}: ${name} must be a port number, not ${JSON.stringify(port)}`);
}
