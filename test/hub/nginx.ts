import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../support/freePort.js';

/** Debian's nginx, which serves a folder by hub/nginx.conf on a free port of this machine. */
export interface Nginx {
  address: string;
  stop(): Promise<void>;
}

/**
 * Starts nginx in the foreground, with its own files in a folder that `stop` removes.
 *
 * @param root folder that is served
 * @param log file to which nginx writes a line for each answer, with its bytes and its address;
 *   none by default
 */
export async function startNginx(root: string, log?: string): Promise<Nginx> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'initlab-nginx-'));
  for (const name of ['body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']) mkdirSync(join(folder, name));
  const site = readFileSync(new URL('../../hub/nginx.conf', import.meta.url), 'utf8')
    .replace('listen 80;', `listen 127.0.0.1:${port};`)
    .replace('root /srv/initlab;', `root ${root};`);
  writeFileSync(join(folder, 'nginx.conf'), main(site, log));
  const child = spawn('/usr/sbin/nginx', ['-p', folder, '-c', join(folder, 'nginx.conf')], { stdio: 'inherit' });
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const address = `http://127.0.0.1:${port}/`;
  await untilServing(child, address);
  return {
    address,
    async stop() {
      child.kill('SIGQUIT');
      await exited;
      rmSync(folder, { recursive: true });
    },
  };
}

function main(site: string, log: string | undefined): string {
  const user = process.getuid?.() === 0 ? 'user root;\n' : '';
  return `${user}daemon off;
pid nginx.pid;
error_log stderr error;
worker_processes 2;
events { worker_connections 4096; }
http {
  ${log === undefined ? 'access_log off;' : `log_format bytes '$bytes_sent $status $uri';\n  access_log ${log} bytes;`}
  sendfile on;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  ${site}
}
`;
}

async function untilServing(child: ChildProcess, address: string): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`nginx ended with ${child.exitCode}`);
    const answer = await fetch(address).catch(() => undefined);
    if (answer) return;
    await sleep(20);
  }
}
