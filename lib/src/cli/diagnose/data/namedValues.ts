import { UsageError } from '../../command.js';
import { nearest } from '../../nearest.js';

/**
 * Assigns what was typed for a repeated option to the inputs or outputs of a model: by name, as in
 * `--x image=a.npy`, or in their order. Returns a value for each, in the order of the model. Text
 * before `=` is a name unless it is part of a path, as in `./a=b.npy`.
 *
 * @param names the names of the inputs or outputs
 */
export function namedValues(
  option: string,
  typed: readonly string[],
  names: readonly string[],
  kind: 'input' | 'output',
): string[] {
  const has = `The model has ${names.length === 1 ? `one ${kind}` : `${names.length} ${kind}s`}: ${names.join(', ')}.`;
  const give = `Give ${names.map((name) => `${option} ${name}=FILE`).join(' ')}.`;
  const parts = typed.map((text) => split(text, names));
  if (parts.every(({ name }) => name === undefined)) {
    if (typed.length === names.length) return [...typed];
    throw new UsageError(`${has} ${option} was given ${times(typed.length)}. ${give}`);
  }
  const nameless = parts.find(({ name }) => name === undefined);
  if (nameless) throw new UsageError(`${option} ${nameless.value} has no name, but others have one. ${has} ${give}`);
  const unknown = parts.find(({ name }) => !names.includes(name as string))?.name;
  if (unknown !== undefined) {
    const guess = nearest(unknown, names);
    const question = guess === undefined ? '' : ` Did you mean "${guess}"?`;
    throw new UsageError(`${option}: there is no ${kind} "${unknown}".${question} ${has}`);
  }
  return names.map((name) => {
    const own = parts.filter((part) => part.name === name);
    if (own.length === 1) return own[0].value;
    if (own.length > 1) throw new UsageError(`${option} ${name}=… was given ${times(own.length)}. ${give}`);
    throw new UsageError(`${option} is missing for the ${kind} "${name}". ${has} ${give}`);
  });
}

function split(text: string, names: readonly string[]): { name: string | undefined; value: string } {
  const at = text.indexOf('=');
  const name = text.slice(0, Math.max(at, 0));
  if (at <= 0 || (/[/\\]/.test(name) && !names.includes(name))) return { name: undefined, value: text };
  return { name, value: text.slice(at + 1) };
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}
