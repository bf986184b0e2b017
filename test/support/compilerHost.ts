import ts from 'typescript';

/**
 * Creates a compiler host that parses each declaration file once. Use it for several programs with
 * the same options: parsing the declarations of packages would take most of the time of each.
 */
export function createSharedHost(options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  const declarations = new Map<string, ts.SourceFile | undefined>();
  host.getSourceFile = (path, ...rest) => {
    if (!/\.d\.[cm]?ts$/.test(path)) return getSourceFile(path, ...rest);
    if (!declarations.has(path)) declarations.set(path, getSourceFile(path, ...rest));
    return declarations.get(path);
  };
  return host;
}
