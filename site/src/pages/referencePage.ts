import { codeBlock } from '../prose/codeBlock.js';
import { type Html, html } from '../prose/html.js';
import type { Heading, RenderContext } from '../prose/renderContext.js';
import { linkNames, type NameLink } from '../reference/links.js';
import { addressOfName, addressOfRoom, type Entry, type Member, type Room, roomsOf } from '../reference/reference.js';
import { typesetSubscripts } from '../reference/subscripts.js';
import type { Typesetter } from './cells.js';
import { shell } from './shell.js';
import type { SiteContext } from './siteContext.js';
import { tableOfContents } from './toc.js';

/** Address of the list of all public names. */
export const REFERENCE_INDEX = 'reference/index.html';

/** Kinds of names in the order of a page, with the headings above them. */
const KINDS: [Entry['kind'], string][] = [
  ['function', 'Functions'],
  ['class', 'Classes'],
  ['constant', 'Constants'],
  ['type', 'Types'],
];

const TITLE = 'API reference';

/** Lists all public names by room, or says that they are not there. */
export function referenceIndex(site: SiteContext, typesetter: Typesetter): Html {
  const rooms = roomsOf(site.reference ?? []);
  const headings = rooms.map(({ name, title }) => ({ level: 2, id: name, title: html`${title}` }));
  return shell({
    title: `${TITLE} – initlab`,
    root: '../',
    site,
    aside: tableOfContents(headings),
    main: html`<div class="prose"><h1>${TITLE}</h1>
${introduction(site)}</div>
${rooms.map((room) => roomList(room, site, typesetter))}`,
  });
}

function introduction({ reference }: SiteContext): Html {
  if (reference === undefined)
    return html`<p class="pending">The reference is being made from the sources of the library. This page shows it as soon as it is ready, within a minute or two.</p>`;
  if (reference.length === 0)
    return html`<p>These pages have no reference, because the sources of the library could not be read.</p>`;
  return html`<p>The functions, classes and types of the library, with their formulas, options and errors. Every example runs as it stands.</p>`;
}

function roomList({ name, title, entries }: Room, site: SiteContext, typesetter: Typesetter): Html {
  const list = entries.filter(({ kind }) => kind !== 'type');
  const types = entries.filter(({ kind }) => kind === 'type');
  const link = ({ name, room }: Entry) => html`<a href="${room}.html#${name}"><code>${name}</code></a>`;
  return html`<section class="prose">
<h2 id="${name}"><a href="${name}.html">${title}</a></h2>
<dl class="names">${list.map((entry) => html`<dt>${link(entry)}</dt><dd>${firstSentence(entry, site, typesetter)}</dd>\n`)}</dl>
${types.length > 0 && html`<p class="types">Types: ${types.map((entry, i) => html`${i > 0 && ', '}${link(entry)}`)}</p>`}
</section>
`;
}

function firstSentence({ description, source }: Entry, site: SiteContext, { markdown }: Typesetter): Html {
  const [paragraph] = description.split('\n\n');
  const sentence = /^[\s\S]*?[.:](?=\s|$)/.exec(paragraph)?.[0] ?? paragraph;
  return markdown.renderInline(typesetSubscripts(sentence.replace(/:$/, '.')), contextOf(source, site));
}

/** Describes the public names of one room. */
export function referenceRoom(room: Room, site: SiteContext, typesetter: Typesetter): Html {
  const headings: Heading[] = [];
  const sections = KINDS.map(([kind, heading]) => {
    const entries = room.entries.filter((entry) => entry.kind === kind);
    if (entries.length === 0) return '';
    const id = heading.toLowerCase();
    headings.push({ level: 2, id, title: html`${heading}` });
    return html`<h2 id="${id}">${heading}</h2>\n${entries.map((entry) => {
      headings.push({ level: 3, id: entry.name, title: html`${entry.name}` });
      return showEntry(entry, site, typesetter);
    })}`;
  });
  return shell({
    title: `${room.title} – initlab`,
    root: '../',
    site,
    aside: tableOfContents(headings),
    main: html`<article class="prose reference"><p class="page-tools"><a href="index.html">${TITLE}</a></p>
<h1>${room.title}</h1>
${sections}</article>`,
  });
}

function showEntry(entry: Entry, site: SiteContext, { markdown, highlight }: Typesetter): Html {
  const { name, aliases, module, source } = entry;
  const linkToOther = nameLinkOf(site);
  const nameLink: NameLink = (other) => (other === name ? undefined : linkToOther(other));
  const context = { ...contextOf(source, site), nameLink };
  const prose = (text: string): Html => markdown.render(typesetSubscripts(text), context);
  const declaration = (text: string): Html => linkNames(highlight(text, 'typescript'), nameLink);
  const list = (title: string, members: readonly Member[]) =>
    members.length > 0 &&
    html`<h4>${title}</h4>
<dl class="members">${members.map((member) => html`<dt>${member.declaration === undefined ? html`<code>${member.name}</code>` : declaration(member.declaration)}</dt><dd>${prose(member.description)}</dd>\n`)}</dl>`;
  const part = (title: string, text: string) => text !== '' && html`<h4>${title}</h4>${prose(text)}`;
  return html`<section class="entry">
<h3 id="${name}">${name}${aliases.map((alias) => html`<span id="${alias}"></span>`)} <a class="anchor" href="#${name}" aria-hidden="true" tabindex="-1">#</a></h3>
<div class="code declaration">${entry.declarations.map(declaration)}</div>
${prose(entry.description)}
${entry.formulas.map((formula) => markdown.render(`$$\n${formula}\n$$`, context))}
${aliases.length > 0 && html`<p>Also exported as ${aliases.map((alias, i) => html`${i > 0 && ', '}<code>${alias}</code>`)}.</p>`}
${list('Parameters', entry.parameters)}
${part('Returns', entry.returns)}
${part('Throws', entry.throws)}
${list(entry.kind === 'class' ? 'Members' : 'Properties', entry.members)}
${entry.examples.length > 0 && html`<h4>Example</h4>${entry.examples.map((example) => showExample(example, prose, highlight))}`}
<p class="source">Import from <code>${module}</code> · <span>${source.replace('#L', ', line ')}</span></p>
</section>
`;
}

function showExample(example: string, prose: (text: string) => Html, highlight: Typesetter['highlight']): Html {
  return example.includes('```') ? prose(example) : codeBlock(example, 'typescript', highlight);
}

/** Links public names. A name that options have, too, such as gain, may mean the option. */
function nameLinkOf({ reference = [] }: SiteContext): NameLink {
  const members = new Set(reference.flatMap((entry) => entry.members.map(({ name }) => name)));
  return (name) => (members.has(name) ? undefined : addressOfName(reference, name)?.replace(/^reference\//, ''));
}

function contextOf(source: string, site: SiteContext): RenderContext {
  return { where: source, faults: site.faults, headings: [], link: () => undefined, nameLink: nameLinkOf(site) };
}

/** Addresses of the pages of the reference, from the top of the site. */
export function referencePages({ reference = [] }: SiteContext): string[] {
  return [REFERENCE_INDEX, ...roomsOf(reference).map(({ name }) => addressOfRoom(name))];
}
