import { type Html, raw } from '../prose/html.js';

/** Finds the link from a page to a public name of the library; undefined if there is none. */
export type NameLink = (name: string) => string | undefined;

/** Links the words of highlighted code that are public names, except the names of methods. */
export function linkNames(code: Html, nameLink: NameLink): Html {
  return raw(
    String(code).replace(/(?<!\.)<span class="[ft]">(\w+)<\/span>/g, (span, name: string) => {
      const href = nameLink(name);
      return href === undefined ? span : `<a href="${href}">${span}</a>`;
    }),
  );
}

/** Limits links to the first place of a page at which each name occurs. */
export function firstOnly(nameLink: NameLink): NameLink {
  const linked = new Set<string>();
  return (name) => {
    const href = linked.has(name) ? undefined : nameLink(name);
    if (href !== undefined) linked.add(name);
    return href;
  };
}

/** Lists the names that code imports from the library. */
export function importedNames(source: string): string[] {
  const imports = source.matchAll(/\bimport\s*\{([^}]*)\}\s*from\s*['"]initlab(?:\/\w+)?['"]/g);
  return [...imports].flatMap(([, names]) =>
    names.split(',').flatMap((name) => /^\s*(?:type\s+)?(\w+)\s*$/.exec(name)?.[1] ?? []),
  );
}
