import {
  Application,
  type CommentDisplayPart,
  type DeclarationReflection,
  OptionDefaults,
  type ProjectReflection,
  ReferenceReflection,
  ReflectionKind,
  ReflectionType,
  type SignatureReflection,
  type SomeType,
} from 'typedoc';
import { declare, declareFunction, parameterName, typeText } from './declare.js';
import type { Entry, Member, Reference } from './reference.js';

/** The package that a reference describes. */
export interface Package {
  /** Names that imports use, and the source file of each. */
  modules: Readonly<Record<string, string>>;
  tsconfig: string;
}

/**
 * Reads the public names of a package and their comments, with TypeDoc.
 *
 * @throws Error if TypeDoc cannot read the sources
 */
export async function extractReference({ modules, tsconfig }: Package): Promise<Reference> {
  const app = await Application.bootstrap({
    entryPoints: Object.values(modules),
    tsconfig,
    basePath: '.',
    displayBasePath: '.',
    // The sources are checked by the build. Here errors would only cost time.
    skipErrorChecking: true,
    excludeExternals: true,
    disableGit: true,
    sourceLinkTemplate: '{path}',
    readme: 'none',
    logLevel: 'Error',
    blockTags: [...OptionDefaults.blockTags, '@formula'],
  });
  const project = await app.convert();
  if (project === undefined) throw new Error('The sources of the library cannot be read for its reference.');
  const names = Object.keys(modules);
  const entries = modulesOf(project, names.length).flatMap((children, i) => entriesOf(children, names[i]));
  return entries.sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

/** Lists the public names of each module. TypeDoc makes no module of a single one. */
function modulesOf(project: ProjectReflection, count: number): DeclarationReflection[][] {
  const children = project.children ?? [];
  return count === 1 ? [children] : children.map((module) => module.children ?? []);
}

function entriesOf(children: readonly DeclarationReflection[], module: string): Entry[] {
  const isAlias = (child: DeclarationReflection): child is ReferenceReflection => child instanceof ReferenceReflection;
  const aliases = children.filter(isAlias);
  return children
    .filter((child) => !isAlias(child))
    .map((child) =>
      describe(child, {
        module,
        aliases: aliases.filter((alias) => alias.tryGetTargetReflectionDeep() === child).map(({ name }) => name),
      }),
    );
}

function describe(child: DeclarationReflection, { module, aliases }: Pick<Entry, 'module' | 'aliases'>): Entry {
  const signatures = signaturesOf(child);
  const comment = child.comment ?? signatures.find((signature) => signature.comment)?.comment;
  const tags = (tag: string): string[] =>
    (comment?.blockTags ?? []).filter((block) => block.tag === tag).map((block) => markdown(block.content));
  const [source] = child.sources ?? signatures[0]?.sources ?? [];
  return {
    name: child.name,
    aliases,
    kind: kindOf(child),
    module,
    room: roomOf(module, source?.fileName ?? ''),
    source: source ? `${source.fileName}#L${source.line}` : '',
    declarations: declare(child, signatures),
    description: markdown(comment?.summary ?? []),
    formulas: tags('@formula'),
    parameters: uniqueByName(signatures.flatMap(parametersOf)),
    returns: tags('@returns').join('\n\n'),
    throws: tags('@throws').join('\n\n'),
    examples: tags('@example'),
    members: membersOf(child),
  };
}

/** Gets the signatures of a function or of a constant that is a function. */
function signaturesOf({ kind, signatures = [], type }: DeclarationReflection): SignatureReflection[] {
  if (kind === ReflectionKind.Function) return signatures;
  const isFunction = kind === ReflectionKind.Variable && type instanceof ReflectionType;
  return isFunction ? (type.declaration.signatures ?? []) : [];
}

function kindOf(child: DeclarationReflection): Entry['kind'] {
  if (child.kind === ReflectionKind.Class) return 'class';
  if (signaturesOf(child).length > 0) return 'function';
  return child.kind === ReflectionKind.Variable ? 'constant' : 'type';
}

/** A module beside the main one is a room of its own. */
function roomOf(module: string, file: string): string {
  const [, subpath] = module.split('/');
  return subpath ?? /(?:^|\/)src\/([^/]+)\//.exec(file)?.[1] ?? 'other';
}

function parametersOf({ parameters = [] }: SignatureReflection): Member[] {
  return parameters.flatMap(({ name, comment }) =>
    comment ? [{ name: parameterName(name), description: markdown(comment.summary) }] : [],
  );
}

function uniqueByName(members: readonly Member[]): Member[] {
  return [...new Map(members.map((member) => [member.name, member])).values()];
}

function membersOf({ kind, children, type }: DeclarationReflection): Member[] {
  const own = children ?? (kind === ReflectionKind.TypeAlias ? childrenOf(type) : []);
  return own
    .filter((member) => member.kind !== ReflectionKind.Constructor)
    .map((member) => {
      const comment = member.comment ?? member.getSignature?.comment ?? member.signatures?.[0]?.comment;
      const [first, ...others] = member.signatures ?? [];
      const declaration = first
        ? [first, ...others].map((signature) => declareFunction(signature)).join('\n')
        : `${member.name}${member.flags.isOptional ? '?' : ''}: ${typeText(member.type ?? member.getSignature?.type)}`;
      return { name: member.name, declaration, description: markdown(comment?.summary ?? []) };
    });
}

function childrenOf(type: SomeType | undefined): DeclarationReflection[] {
  return type instanceof ReflectionType ? (type.declaration.children ?? []) : [];
}

/** Writes a comment as Markdown. A link to a public name becomes code, which pages link. */
function markdown(parts: readonly CommentDisplayPart[]): string {
  return parts
    .map((part) => (part.kind === 'inline-tag' ? `\`${part.text}\`` : part.text))
    .join('')
    .trim();
}
