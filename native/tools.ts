import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { Stop, succeeds } from './process.js';

export interface Tools {
  compiler: string;
  python: string;
  /** The folder of node_api.h. */
  headers: string;
}

/** The programs and headers that the build needs; if some are missing, the error tells all of them and how to get each. */
export function findTools(given?: string): Tools {
  if (process.platform !== 'linux') {
    throw new Stop(
      `this builds on Linux; on ${process.platform}, npm rebuild @tensorflow/tfjs-node tries the package's own download again`,
    );
  }
  const { CXX: compiler = 'g++', PYTHON: python = 'python3' } = process.env;
  const headers = headerFolders(given).find((folder) => existsSync(join(folder, 'node_api.h')));
  const missing: string[] = [];
  if (!succeeds(compiler, ['--version'])) {
    missing.push(
      `${compiler}, a C++ compiler (Debian, Ubuntu: apt install g++; Fedora: dnf install gcc-c++; or set CXX)`,
    );
  }
  if (!succeeds(python, ['-m', 'pip', '--version'])) {
    missing.push(
      `${python} with pip (Debian, Ubuntu: apt install python3-pip; Fedora: dnf install python3-pip; or set PYTHON)`,
    );
  }
  if (headers === undefined) {
    missing.push(
      `node_api.h, of Node's headers (npx node-gyp install fetches them; or give their folder: --headers DIR)`,
    );
  }
  if (headers === undefined || missing.length > 0)
    throw new Stop(`missing:\n${missing.map((one) => `- ${one}`).join('\n')}`);
  return { compiler, python, headers };
}

function headerFolders(given?: string): string[] {
  if (given !== undefined) return [given];
  const version = process.version.slice(1);
  const prefixes = [
    process.env.npm_config_nodedir,
    join(dirname(process.execPath), '..'),
    join(homedir(), '.cache/node-gyp', version),
  ];
  return prefixes.flatMap((prefix) => (prefix ? join(prefix, 'include/node') : []));
}
