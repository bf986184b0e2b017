import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import { type AstNode, type OutputChunk, type Plugin, type RollupOptions, rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';
import { minify } from 'terser';

/** Files that a bundle consists of, by their paths in the folder `dist`. */
export type Bundle = Map<string, string>;

/**
 * Joins the modules of a built package into few files: Node.js takes nearly 1 ms for each. Entries
 * keep their paths. Local variables get short names, but functions and classes keep theirs, so that
 * stacks can be read.
 *
 * @param dist the folder of the built package
 * @param entries paths of the modules that others load, relative to `dist`
 */
export async function bundleCode(dist: string, entries: readonly string[]): Promise<Bundle> {
  const bundle = await bundleWith(dist, entries, { plugins: [prepareModules(dist)] });
  for (const [file, code] of bundle) bundle.set(file, await minified(code));
  return bundle;
}

/** Joins the declarations of a built package into few files. They keep their comments. */
export async function bundleDeclarations(dist: string, entries: readonly string[]): Promise<Bundle> {
  return bundleWith(dist, entries, { plugins: [dts()] });
}

async function bundleWith(dist: string, entries: readonly string[], options: RollupOptions): Promise<Bundle> {
  const ending = entries.every((entry) => entry.endsWith('.d.ts')) ? '.d.ts' : '.js';
  const bundle = await rollup({
    ...options,
    input: Object.fromEntries(entries.map((entry) => [entry.slice(0, -ending.length), join(dist, entry)])),
    // Other packages, and the modules that the package's own `imports` maps.
    external: (id) => isPackage(id) || id.startsWith('#'),
    treeshake: { moduleSideEffects: false },
    onwarn: ({ code, message }) => {
      if (code !== 'EMPTY_BUNDLE') throw new Error(message);
    },
  });
  const { output } = await bundle.generate({
    entryFileNames: `[name]${ending}`,
    // The declarations of a chunk are named without their ending.
    chunkFileNames: ({ name }) => `${name.replace(/\.d$/, '')}${ending}`,
    hoistTransitiveImports: false,
    // A module that imports another package stays apart, so that only what needs the package
    // loads it.
    manualChunks: (id, { getModuleInfo }) =>
      ending === '.js' && getModuleInfo(id)?.importedIds.some((other) => isPackage(other) && !other.startsWith('node:'))
        ? basename(id, ending)
        : null,
    onlyExplicitManualChunks: true,
  });
  const chunks = output.filter((file): file is OutputChunk => file.type === 'chunk');
  return new Map(chunks.map(({ fileName, code }) => [fileName, code]));
}

function isPackage(id: string): boolean {
  return /^[^.#]/.test(id) && !isAbsolute(id);
}

/** Stands before the path of a file in `dist`, until it is known which chunk loads the file. */
const FROM_DIST = 'from-dist:';

/**
 * Keeps what the modules say by being apart. The package promises that importing a module does
 * nothing, so what it computes is marked as pure: bundlers drop it if nothing uses the
 * result. A file that a module names relative to itself is found from the chunk.
 */
function prepareModules(dist: string): Plugin {
  return {
    name: 'prepare modules',
    transform(code, id) {
      return markPure(code, this.parse(code)).replace(
        /new URL\('(\.[^']*)', import\.meta\.url\)/g,
        (_, path: string) => {
          const target = relative(dist, join(dirname(id), path))
            .split(sep)
            .join('/');
          return `new URL('${FROM_DIST}${target}', import.meta.url)`;
        },
      );
    },
    renderChunk(code, { fileName }) {
      return code.replace(/(['"])from-dist:([^'"]*)\1/g, (_, quote: string, target: string) => {
        const path = relative(dirname(fileName), target).split(sep).join('/');
        return `${quote}${path.startsWith('.') ? path : `./${path}`}${quote}`;
      });
    },
  };
}

/**
 * Marks what is computed when a module is imported as pure, except statements that only have an
 * effect.
 */
function markPure(code: string, program: AstNode): string {
  const marks = constantsOf(program)
    .filter((value) => !isPlain(value))
    .sort((a, b) => b.start - a.start);
  return marks.reduce((text, { type, start, end }) => {
    const value = text.slice(start, end);
    const isCall = type === 'CallExpression' || type === 'NewExpression';
    const marked = isCall ? value : `(() => ${type === 'ObjectExpression' ? `(${value})` : value})()`;
    return `${text.slice(0, start)}/* @__PURE__ */ ${marked}${text.slice(end)}`;
  }, code);
}

/** Lists the expressions from which the constants of a module are computed. */
function constantsOf(program: AstNode): AstNode[] {
  return nodesIn(program, 'body').flatMap((statement) => {
    const [declaration = statement] = nodesIn(statement, 'declaration');
    return nodesIn(declaration, 'declarations').flatMap((declarator) => nodesIn(declarator, 'init'));
  });
}

/** Types of expressions that a bundler drops by itself, if their parts are such expressions too. */
const PLAIN = /^(Literal|Identifier|ArrayExpression|ObjectExpression|Property|UnaryExpression|TemplateElement)$/;

function isPlain(node: AstNode): boolean {
  if (/^(Arrow)?Function/.test(node.type)) return true;
  return PLAIN.test(node.type) && Object.keys(node).every((key) => nodesIn(node, key).every(isPlain));
}

function nodesIn(node: AstNode, key: string): AstNode[] {
  const value = (node as unknown as Record<string, unknown>)[key];
  return [value].flat().filter((part): part is AstNode => typeof (part as AstNode | null)?.type === 'string');
}

async function minified(code: string): Promise<string> {
  const names = { keep_fnames: true, keep_classnames: true };
  const result = await minify(code, {
    ecma: 2020,
    module: true,
    toplevel: false,
    // Functions are not inlined, so that each has its line in a stack.
    compress: { ...names, toplevel: false, passes: 2, inline: false, reduce_vars: false, collapse_vars: false },
    mangle: { ...names, toplevel: false, reserved: namesOfFunctions(code) },
    // Node.js prints the line of an error that nothing catches.
    format: { preserve_annotations: true, max_line_len: 400 },
  });
  return result.code as string;
}

/** Lists the variables whose names stacks show, because they hold functions. */
function namesOfFunctions(code: string): string[] {
  const found = code.matchAll(/(?:const|let) (\w+) = (?:async )?(?:\w+|\([^()]*(?:\([^()]*\)[^()]*)*\)) =>/g);
  return [...new Set([...found].map(([, name]) => name))];
}
