import { readFileSync } from 'node:fs';
import type { Channel } from './message.js';
import { oneLine } from './oneLine.js';

/** Carrier of the messages between kernel and client. */
export type Transport = 'tcp' | 'ipc';

/** The address and key that kernel and client must agree on before they can talk. */
export interface Connection {
  /** Carrier of the messages: TCP, or sockets in files that only their owner can open (`ipc`). */
  transport: Transport;
  /** Address of this machine, or with `ipc` the path that all socket files begin with. */
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

/** Reports a connection that the kernel cannot open, in one line. */
export class ConnectionError extends Error {
  override name = 'ConnectionError';
  constructor(message: string) {
    super(oneLine(message));
  }
}

/**
 * Reads a connection file as Jupyter writes it. If a port of TCP is 0, the kernel chooses a free
 * one.
 */
export function readConnectionFile(path: string): Connection {
  const file = parseFile(path);
  const { transport, signature_scheme: scheme = 'hmac-sha256', ip, key = '' } = file;
  if (transport !== 'tcp' && transport !== 'ipc')
    throw new ConnectionError(`${path}: transport must be "tcp" or "ipc", not ${shorten(transport)}`);
  if (scheme !== 'hmac-sha256')
    throw new ConnectionError(`${path}: signature_scheme must be "hmac-sha256", not ${shorten(scheme)}`);
  const what = transport === 'tcp' ? 'the address of this machine' : 'the path of the socket files';
  if (typeof ip !== 'string' || ip === '') throw new ConnectionError(`${path}: ip must be ${what}, not ${shorten(ip)}`);
  if (typeof key !== 'string') throw new ConnectionError(`${path}: key must be a text, not ${shorten(key)}`);
  // Only TCP has a port that stands for any free one.
  const least = transport === 'tcp' ? 0 : 1;
  const ports = CHANNELS.map((channel) => [channel, readPort(path, file, PORT_NAMES[channel], least)]);
  return { transport, ip, key, ports: Object.fromEntries(ports) };
}

/** Shows a value in one line. JSON escapes the control characters of texts. */
function shorten(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}

function parseFile(path: string): Record<string, unknown> {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new ConnectionError(`${path}: ${code === undefined ? `is not JSON (${message})` : message}`);
  }
  if (typeof content === 'object' && content !== null) return content as Record<string, unknown>;
  throw new ConnectionError(`${path}: must be a JSON object, not ${shorten(content)}`);
}

/** Formats a connection file, as {@link readConnectionFile} and other kernels read it. */
export function formatConnectionFile(connection: Connection): string {
  const ports = Object.fromEntries(CHANNELS.map((channel) => [PORT_NAMES[channel], connection.ports[channel]]));
  const { transport, ip, key } = connection;
  return JSON.stringify({ transport, signature_scheme: 'hmac-sha256', ip, key, ...ports }, null, 2);
}

/** Formats the zeromq address of a channel. */
export function formatAddress(connection: Connection, channel: Channel): string {
  const { transport, ip, ports } = connection;
  const port = ports[channel];
  return transport === 'ipc' ? `ipc://${ip}-${port}` : `tcp://${ip}:${port === 0 ? '*' : port}`;
}

function readPort(path: string, file: Record<string, unknown>, name: string, least: number): number {
  const port = file[name];
  if (Number.isInteger(port) && (port as number) >= least && (port as number) < 65536) return port as number;
  throw new ConnectionError(`${path}: ${name} must be a port number, not ${shorten(port)}`);
}
