import {
  type CellApi,
  compileCell,
  createLinks,
  createSourceMaps,
  describeAssertion,
  describeErrors,
  describeThrown,
  type Failure,
  findArgument,
  installStackTraces,
  linkName,
  type Namespace,
  type TypeScript,
  toMimeBundle,
  toSyntaxError,
} from 'initlab-kernel/cells';
import { importAll, importLater } from './libraries.js';
import type { RunRequest } from './messages.js';
import type { Output } from './output.js';

type CellFunction = (api: CellApi, names: object, ...modules: Namespace[]) => Promise<void>;

/** The folder in which cells run, as far as paths are shown relative to it. */
const FOLDER = '/';

let typescript: Promise<TypeScript> | undefined;

/** Loads the compiler, which is large, once. */
function loadTypeScript(): Promise<TypeScript> {
  typescript ??= import('../typescript.js').then((module) => module.default);
  return typescript;
}

/**
 * Creates a function that runs a cell to its end. The cells share their names, as in the kernel,
 * whose parts compile the cell, link its names, and describe its value or its error.
 */
export function createRun(output: Output): (request: RunRequest) => Promise<void> {
  const names: object = Object.create(null);
  const sourceMaps = createSourceMaps();
  installStackTraces(sourceMaps, (script) => !sourceMaps.has(script));
  let runs = 0;

  async function run({ code, label }: RunRequest): Promise<{ value: unknown }> {
    const ts = await loadTypeScript();
    const scope = { has: (name: string) => Object.hasOwn(names, name) };
    const compiled = compileCell(ts, code, scope, { fileName: 'cell.ts' });
    if (compiled.problems.length > 0) {
      const errors = compiled.problems.map((problem) => toSyntaxError(label, code, problem));
      throw new Refusal(describeErrors(errors, FOLDER));
    }
    const script = `initlab:cell/${++runs}`;
    sourceMaps.register(script, label, compiled.map);
    const modules = await importAll(compiled.modules);
    // An indirect call of eval runs in the global scope.
    // biome-ignore lint/security/noGlobalEval: this worker exists to run the reader's code
    const start = globalThis.eval(`${compiled.code}\n//# sourceURL=${script}`) as CellFunction;
    const { link, announce, settle } = createLinks((name, get, set) => linkName(names, name, get, set));
    const api: CellApi = {
      value: undefined,
      link,
      announce,
      import: importLater,
      meta: { url: '', filename: '', dirname: FOLDER, resolve: String },
    };
    await start(api, names, ...modules).finally(settle);
    // In an object, because a value that is a promise must not be awaited.
    return { value: api.value };
  }

  async function describe(thrown: unknown, { code, label }: RunRequest): Promise<Failure> {
    if (thrown instanceof Refusal) return thrown.failure;
    const find = async (text: string, line: number, column: number) =>
      findArgument(await loadTypeScript(), text, line, column);
    return describeAssertion(describeThrown(thrown, FOLDER), thrown, code, label, find);
  }

  return async (request) => {
    output.begin(request.cell);
    try {
      const { value } = await run(request);
      // Rejections that nothing handles are reported on the next turn, and belong to the cell.
      await new Promise((resolve) => setTimeout(resolve));
      if (value !== undefined && value !== null) output.showResult(await toMimeBundle(value));
      output.end(true);
    } catch (thrown) {
      await new Promise((resolve) => setTimeout(resolve));
      output.showFailure(await describe(thrown, request));
      output.end(false);
    }
  };
}

/** The compiler's reasons why a cell does not run. */
class Refusal extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.evalue);
    this.failure = failure;
  }
}
