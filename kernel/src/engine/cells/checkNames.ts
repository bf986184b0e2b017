import type { ModuleRequest } from '../../compiler/syntax/types.js';
import type { Namespace } from './packages.js';

/** Throws, as Node does, if a module does not have a name that the code uses. */
export function checkNames({ specifier, used }: ModuleRequest, namespace: Namespace): Namespace {
  const missing = used.find((name) => name !== '*' && name !== '=' && !(name in namespace));
  if (missing === undefined) return namespace;
  throw new SyntaxError(`The requested module '${specifier}' does not provide an export named '${missing}'`);
}
