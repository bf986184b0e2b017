/** Lists the long options that a usage text explains, without the dashes and in its order. */
export function optionsOf(usage: string): string[] {
  return [...new Set([...usage.matchAll(/(?<![\w-])--([a-z][\w-]*)/g)].map(([, name]) => name))];
}
