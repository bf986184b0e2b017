/** The Jupyter message: the same for kernel and client, whatever carries it. */

/** Version of the Jupyter messaging specification spoken here. */
export const protocolVersion = '5.4';

export interface Header {
  msg_id: string;
  msg_type: string;
  session: string;
  username: string;
  date: string;
  version: string;
}

export type Content = Record<string, unknown>;

export interface Message {
  /** Routing frames of a request or its reply; the topic of a published message. */
  identities: Buffer[];
  header: Header;
  /** Header of the request that caused this message; empty for a message without a cause. */
  parent: Header | Record<string, never>;
  metadata: Content;
  content: Content;
  buffers: Buffer[];
}

export type Channel = 'shell' | 'control' | 'iopub' | 'stdin' | 'heartbeat';
