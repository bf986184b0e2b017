import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  type Connection,
  ConnectionError,
  formatAddress,
  formatConnectionFile,
  readConnectionFile,
} from '../../../kernel/src/wire/connection.js';
import { temporaryFolder } from '../support/files.js';

const connection: Connection = {
  transport: 'tcp',
  ip: '127.0.0.1',
  key: 'secret',
  ports: { shell: 5001, control: 5002, iopub: 5003, stdin: 5004, heartbeat: 0 },
};

function fileWith(change: object): string {
  const path = join(temporaryFolder(), 'connection.json');
  writeFileSync(path, JSON.stringify({ ...JSON.parse(formatConnectionFile(connection)), ...change }));
  return path;
}

describe('a connection file', () => {
  it('is read back as it was written', () => {
    expect(readConnectionFile(fileWith({}))).to.deep.equal(connection);
  });

  it('determines the addresses of the channels, where port 0 means any free port', () => {
    expect(formatAddress(connection, 'iopub')).to.equal('tcp://127.0.0.1:5003');
    expect(formatAddress(connection, 'heartbeat')).to.equal('tcp://127.0.0.1:*');
  });

  it('may name files of sockets instead of ports', () => {
    const change = { transport: 'ipc', ip: '/run/user/kernel-1-ipc', hb_port: 5 } as const;
    const read = readConnectionFile(fileWith(change));
    expect(read).to.deep.equal({
      ...connection,
      transport: 'ipc',
      ip: '/run/user/kernel-1-ipc',
      ports: { ...connection.ports, heartbeat: 5 },
    });
    expect(formatAddress(read, 'iopub')).to.equal('ipc:///run/user/kernel-1-ipc-5003');
    expect(() => readConnectionFile(fileWith({ ...change, hb_port: 0 }))).to.throw('hb_port must be a port number');
    expect(() => readConnectionFile(fileWith({ ...change, ip: '' }))).to.throw('must be the path of the socket files');
  });

  it('is rejected, with the reason, if the kernel does not support it', () => {
    expect(() => readConnectionFile(fileWith({ transport: 'udp' }))).to.throw('must be "tcp" or "ipc", not "udp"');
    expect(() => readConnectionFile(fileWith({ signature_scheme: 'md5' }))).to.throw('"hmac-sha256", not "md5"');
    expect(() => readConnectionFile(fileWith({ iopub_port: '5003' }))).to.throw('iopub_port must be a port number');
    expect(() => readConnectionFile(fileWith({ shell_port: 70_000 }))).to.throw('shell_port must be a port number');
    expect(() => readConnectionFile(fileWith({ ip: 5 }))).to.throw('ip must be the address of this machine, not 5');
    expect(() => readConnectionFile(fileWith({ key: null }))).to.throw('key must be a text, not null');
  });

  it('is rejected, with its path, if it is missing or holds something else', () => {
    const path = fileWith({});
    for (const [text, message] of [
      ['{', 'is not JSON'],
      ['null', 'must be a JSON object, not null'],
      ['[]', 'transport must be "tcp" or "ipc", not nothing'],
      ['', 'is not JSON'],
    ]) {
      writeFileSync(path, text);
      expect(() => readConnectionFile(path)).to.throw(ConnectionError, `${path}: ${message}`);
    }
    expect(() => readConnectionFile(`${path}.none`)).to.throw(ConnectionError, /none: ENOENT/);
  });
});
