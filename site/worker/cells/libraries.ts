import { checkNames, type ModuleRequest, type Namespace } from 'initlab-kernel/cells';
import { PAGE_MODULES, type PageModule } from '../../src/run/pageModules.js';

/** The modules that cells in a page can import, each loaded when it is first imported. */
const LIBRARIES: Record<PageModule, () => Promise<unknown>> = {
  initlab: () => import('initlab'),
  'initlab/plot': () => import('initlab/plot'),
  'initlab/tasks': () => import('initlab/tasks'),
  '@tensorflow/tfjs': async () => ({ ...(await core()), ...(await layers()) }),
  '@tensorflow/tfjs-core': () => core(),
  '@tensorflow/tfjs-layers': () => layers(),
  'node:assert': () => assertion(),
  'node:assert/strict': async () => namespaceOf((await assertion()).strict),
  'node:util': () => import('../node/util.js'),
};

const core = () => import('@tensorflow/tfjs-core');
const layers = () => import('@tensorflow/tfjs-layers');
const assertion = async () => namespaceOf((await import('assert')).default);

/** Loads what a cell imports. Throws if the page lacks the module or one of its names. */
export async function importAll(requests: readonly ModuleRequest[]): Promise<Namespace[]> {
  const found: Namespace[] = [];
  for (const request of requests) found.push(await importOne(request));
  return found;
}

async function importOne(request: ModuleRequest): Promise<Namespace> {
  const { specifier, used, isForEffect, isRequired } = request;
  const known = PAGE_MODULES.find((name) => name === specifier);
  if (known === undefined) {
    // A module of which only types are used need not exist.
    if (used.length === 0 && !isForEffect) return Object.create(null);
    throw new Error(
      `A cell in this page cannot import '${specifier}', only ${PAGE_MODULES.join(', ')}. Run the notebook in Jupyter for other modules.`,
    );
  }
  const namespace = (await LIBRARIES[known]()) as Namespace;
  return isRequired ? { '=': namespace } : checkNames(request, namespace);
}

/** Imports what code asks for while it runs. */
export async function importLater(specifier: unknown): Promise<unknown> {
  const request = { specifier: String(specifier), attributes: {}, used: ['*'], isForEffect: true, isRequired: false };
  return importOne(request);
}

/** Makes the namespace of a module that exports one function with properties. */
function namespaceOf<T extends object>(exported: T): T & { default: T } {
  return { ...exported, default: exported };
}
