import type { Command } from './command.js';

/** Every sub-command, with its line in `initlab --help`. Each is loaded only when it is called. */
export const commands: Record<string, { summary: string; load: () => Promise<Command> }> = {
  run: { summary: 'run notebooks and write their outputs', load: () => import('./run.js') },
  lab: { summary: 'open the lessons in JupyterLab or Notebook', load: () => import('./kernel/lab.js') },
  diagnose: {
    summary: 'say whether a saved model is fit to learn, and how to repair it',
    load: () => import('./diagnose/diagnose.js'),
  },
  'install-kernel': {
    summary: 'make the kernel known to Jupyter and VS Code',
    load: () => import('./kernel/installKernel.js'),
  },
  'uninstall-kernel': { summary: 'take the installed kernel away', load: () => import('./kernel/uninstallKernel.js') },
};
