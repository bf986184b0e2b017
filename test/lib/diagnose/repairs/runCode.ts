import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import * as initlab from 'initlab';

/** Runs the code of a repair as it would be pasted; `given` holds the names in scope. */
export function runCode(code: string, given: Record<string, unknown>, result = 'undefined'): Promise<unknown> {
  const body = code
    .replace(/^import \* as tfl? .*$/gm, '')
    .replaceAll(' as tfl.SymbolicTensor', '')
    .replace(/^import \{ (.*) \} from 'initlab';$/m, (_, names: string) => {
      const free = names.split(', ').filter((name) => !(name in given));
      return `const { ${free.join(', ')} } = initlab;`;
    });
  const names = Object.keys(given);
  const make = new Function('initlab', 'tf', 'tfl', ...names, `return (async () => { ${body}\nreturn ${result}; })();`);
  return make(initlab, tf, tfl, ...Object.values(given)) as Promise<unknown>;
}
