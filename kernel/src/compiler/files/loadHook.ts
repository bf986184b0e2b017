import { readFileSync } from 'node:fs';
import type { LoadHook } from 'node:module';
import { fileURLToPath } from 'node:url';
import { keepCompilerCode, ts } from '../typescript.js';

/** Hook of Node's module loader that compiles the text of a TypeScript file. */
export const load: LoadHook = (url, context, nextLoad) => {
  const { protocol, pathname } = new URL(url);
  if (protocol !== 'file:' || !/\.[cm]?ts$/.test(pathname) || pathname.includes('/node_modules/'))
    return nextLoad(url, context);
  const fileName = fileURLToPath(url);
  const { outputText } = ts.transpileModule(readFileSync(fileName, 'utf8'), {
    fileName,
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
      inlineSourceMap: true,
      inlineSources: true,
    },
  });
  keepCompilerCode();
  return { format: 'module', source: outputText, shortCircuit: true };
};
