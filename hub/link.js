#!/usr/bin/env node
import { parseArgs } from 'node:util';

const USAGE = `Usage: node hub/link.js --hub ADDRESS --repo ADDRESS [--branch NAME] [--front-end lab|tree] NOTEBOOK

Prints a link for nbgitpuller, which copies the lessons from git to the student's folder on a hub and opens the notebook.`;

/** Writes the link for nbgitpuller. It throws a TypeError that says which argument is wrong. */
export function nbgitpullerLink({ hub, repo, branch = 'main', frontEnd = 'lab', notebook }) {
  const base = new URL(address('--hub', hub));
  if (!base.pathname.endsWith('/')) base.pathname += '/';
  if (!['lab', 'tree'].includes(frontEnd)) throw new TypeError(`--front-end must be lab or tree, not "${frontEnd}"`);
  if (!notebook?.endsWith('.ipynb'))
    throw new TypeError(`expected the path of a notebook in the repository, not "${notebook ?? ''}"`);
  const folder = new URL(address('--repo', repo)).pathname
    .split('/')
    .pop()
    .replace(/\.git$/, '');
  const link = new URL('hub/user-redirect/git-pull', base);
  const urlpath = `${frontEnd === 'lab' ? 'lab/tree' : 'tree'}/${folder}/${notebook}`;
  for (const [name, value] of Object.entries({ repo, branch, urlpath })) link.searchParams.set(name, value);
  return link.href;
}

function address(option, text) {
  const url = URL.canParse(text ?? '') ? new URL(text) : undefined;
  if (url && ['http:', 'https:'].includes(url.protocol)) return text;
  throw new TypeError(`${option} must be an address that begins with https:// or http://, not "${text ?? ''}"`);
}

function main(args) {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        hub: { type: 'string' },
        repo: { type: 'string' },
        branch: { type: 'string' },
        'front-end': { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) return console.log(USAGE);
    if (positionals.length !== 1) throw new TypeError('expected one notebook');
    console.log(nbgitpullerLink({ ...values, frontEnd: values['front-end'], notebook: positionals[0] }));
  } catch (error) {
    console.error(`hub/link.js: ${error.message}\n${USAGE}`);
    process.exitCode = 2;
  }
}

if (import.meta.filename === process.argv[1]) main(process.argv.slice(2));
