import { posix, win32 } from 'node:path';

/** The properties of a system that decide where Jupyter's folders are. */
export interface System {
  platform: NodeJS.Platform;
  env: Record<string, string | undefined>;
  home: string;
}

/**
 * Finds the folder where Jupyter, nbclient and VS Code look for a user's kernels, by the rules of
 * jupyter_core.
 */
export function findJupyterDataFolder({ platform, env, home }: System): string {
  const { join } = platform === 'win32' ? win32 : posix;
  if (env.JUPYTER_DATA_DIR) return env.JUPYTER_DATA_DIR;
  if (platform === 'darwin') return join(home, 'Library', 'Jupyter');
  if (platform === 'win32') {
    return env.APPDATA ? join(env.APPDATA, 'jupyter') : join(env.JUPYTER_CONFIG_DIR || join(home, '.jupyter'), 'data');
  }
  return join(env.XDG_DATA_HOME || join(home, '.local', 'share'), 'jupyter');
}
