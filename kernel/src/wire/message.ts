/** Version of the Jupyter messaging specification that kernel and client speak. */
export const PROTOCOL_VERSION = '5.4';

/** The header of a message. */
export interface Header {
  msg_id: string;
  msg_type: string;
  session: string;
  username: string;
  date: string;
  version: string;
}

/** The header of the request that caused a message; empty for a message without a cause. */
export type ParentHeader = Header | Record<string, never>;

/** The content of a message, whose fields depend on its type. */
export type Content = Record<string, unknown>;

/** A Jupyter message. It is the same for kernel and client, and for every kind of transport. */
export interface Message {
  /** Routing frames of a request or its reply; the topic of a published message. */
  identities: Buffer[];
  header: Header;
  parent: ParentHeader;
  metadata: Content;
  content: Content;
  buffers: Buffer[];
}

/** The five sockets of a kernel. */
export type Channel = 'shell' | 'control' | 'iopub' | 'stdin' | 'heartbeat';
