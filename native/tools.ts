import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { Stop, succeeds } from './process.js';

export interface Tools {
  compiler: string;
  python: string;
  /** Folder of node_api.h. */
  headers: string;
}

/**
 * Finds the programs and headers that the build needs.
 *
 * @throws Stop that lists everything that is missing, and how to get it
 */
export function findTools(given?: string): Tools {
  if (process.platform !== 'linux') {
    throw new Stop(
      `this build works only on Linux. On ${process.platform}, npm rebuild @tensorflow/tfjs-node repeats the package's own download`,
    );
  }
  const { CXX: compiler = 'g++', PYTHON: python = 'python3' } = process.env;
  const headers = listHeaderFolders(given).find((folder) => existsSync(join(folder, 'node_api.h')));
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
      `node_api.h, one of Node's headers (npx node-gyp install downloads them; or set their folder: --headers DIR)`,
    );
  }
  if (headers === undefined || missing.length > 0)
    throw new Stop(`missing:\n${missing.map((tool) => `- ${tool}`).join('\n')}`);
  return { compiler, python, headers };
}

function listHeaderFolders(given?: string): string[] {
  if (given !== undefined) return [given];
  const version = process.version.slice(1);
  const prefixes = [
    process.env.npm_config_nodedir,
    join(dirname(process.execPath), '..'),
    join(homedir(), '.cache/node-gyp', version),
  ];
  return prefixes.flatMap((prefix) => (prefix ? join(prefix, 'include/node') : []));
}
