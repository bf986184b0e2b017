import type { Commands } from './command.js';

/** Sub-commands, each with its line in `initlab --help`. A command is loaded only when it runs. */
export const commands: Commands = {
  run: { summary: 'run notebooks and write their outputs', load: () => import('./run.js') },
  lab: { summary: 'open the lessons in JupyterLab or Notebook', load: () => import('./kernel/lab.js') },
  diagnose: {
    summary: 'check whether a saved model can learn, and say how to repair it',
    load: () => import('./diagnose/diagnose.js'),
  },
  weights: {
    summary: 'print a table of the weights in a file of PyTorch, Keras or ONNX',
    load: () => import('./weights/weights.js'),
  },
  sweep: {
    summary: 'run an experiment on a grid of points, on all cores or a cluster',
    load: () => import('./sweep/sweep.js'),
  },
  'install-kernel': {
    summary: 'register the kernel with Jupyter and VS Code',
    load: () => import('./kernel/installKernel.js'),
  },
  completion: {
    summary: 'print a script that completes commands and options in a shell',
    load: () => import('./completion.js'),
  },
  'uninstall-kernel': { summary: 'remove the installed kernel', load: () => import('./kernel/uninstallKernel.js') },
};
