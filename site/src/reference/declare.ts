import {
  type DeclarationReflection,
  type ParameterReflection,
  ReflectionKind,
  type SignatureReflection,
  type SomeType,
} from 'typedoc';

/** Length of a line from which a declaration is broken into lines. */
const LONGEST_LINE = 88;

/** Writes the declarations of a public name in TypeScript: one for each signature of a function. */
export function declare(child: DeclarationReflection, signatures: readonly SignatureReflection[]): string[] {
  if (child.kind === ReflectionKind.Class) {
    const constructors = (child.children ?? []).filter(({ kind }) => kind === ReflectionKind.Constructor);
    return constructors
      .flatMap(({ signatures: own }) => own ?? [])
      .map((signature) => declareFunction(signature, `new ${child.name}`));
  }
  if (signatures.length > 0) return signatures.map((signature) => declareFunction(signature, `function ${child.name}`));
  if (child.kind === ReflectionKind.Variable) return [`const ${child.name}: ${typeText(child.type)}`];
  if (child.kind === ReflectionKind.Interface) {
    const parents = (child.extendedTypes ?? []).map(String).join(', ');
    const calls = (child.signatures ?? []).map((signature) => `\n  ${declareFunction(signature, '')};`);
    return [
      `interface ${child.name}${typeParameters(child)}${parents && ` extends ${parents}`}${calls.length > 0 ? ` {${calls.join('')}\n}` : ''}`,
    ];
  }
  const head = `type ${child.name}${typeParameters(child)} =`;
  const text = typeText(child.type);
  return [head.length + text.length < LONGEST_LINE ? `${head} ${text}` : `${head}${breakUnion(text)}`];
}

/** Writes a function or method in TypeScript. */
export function declareFunction(signature: SignatureReflection, name = signature.name): string {
  const parameters = (signature.parameters ?? []).map(declareParameter);
  const result = name.startsWith('new ') ? '' : `: ${typeText(signature.type)}`;
  const head = `${name}${typeParameters(signature)}`;
  const line = `${head}(${parameters.join(', ')})${result}`;
  if (line.length < LONGEST_LINE || parameters.length === 0) return line;
  return `${head}(${parameters.map((parameter) => `\n  ${parameter},`).join('')}\n)${result}`;
}

function declareParameter({ name, flags, type, defaultValue }: ParameterReflection): string {
  const isOptional = flags.isOptional || defaultValue !== undefined;
  return `${flags.isRest ? '...' : ''}${parameterName(name)}${isOptional ? '?' : ''}: ${typeText(type)}`;
}

/** Names a parameter that is taken apart where it is declared. */
export function parameterName(name: string): string {
  return name === '__namedParameters' ? 'options' : name;
}

/** Writes a type with the quotes of the project. */
export function typeText(type: SomeType | undefined): string {
  return String(type ?? 'unknown').replace(/"([^"'\\]*)"/g, "'$1'");
}

function typeParameters({
  typeParameters,
}: {
  typeParameters?: readonly { name: string; type?: unknown }[] | undefined;
}): string {
  if (!typeParameters || typeParameters.length === 0) return '';
  return `<${typeParameters.map(({ name, type }) => (type ? `${name} extends ${type}` : name)).join(', ')}>`;
}

/** Breaks a union at its bars, except within parentheses, and fills the lines. */
function breakUnion(text: string): string {
  const parts = text.split(/ \| (?![^(<{]*[)>}])/);
  if (parts.length === 1) return ` ${text}`;
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    const longer = last === undefined ? undefined : `${last} | ${part}`;
    if (longer !== undefined && longer.length < LONGEST_LINE) lines[lines.length - 1] = longer;
    else lines.push(`  | ${part}`);
  }
  return `\n${lines.join('\n')}`;
}
