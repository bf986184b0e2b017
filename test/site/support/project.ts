import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Notebook, writeNotebook } from 'initlab-kernel';
import { writeNodeTypes } from '../../kernel/support/quickFolder.js';

const HOME = resolve(import.meta.dirname, '../../..');

/** Command of the site in a temporary project, during its run and after. */
export interface Run {
  child: ChildProcess;
  /** Returns what the command has written so far to stdout and stderr. */
  output(): string;
  /** Resolves when the output matches the pattern. Rejects if the command ends before that. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

/** Temporary project with some notebooks, in which the built commands of the site run. */
export class Project {
  readonly folder: string;
  readonly #children: ChildProcess[] = [];

  constructor(notebooks: Record<string, Notebook>) {
    this.folder = mkdtempSync(join(tmpdir(), 'initlab-project-'));
    symlinkSync(join(HOME, 'node_modules'), join(this.folder, 'node_modules'), 'junction');
    // They let the kernels start faster, and stand here because the folder above is that of HOME.
    if (Object.keys(notebooks).length > 0) writeNodeTypes(this.path('notebooks'));
    for (const [name, notebook] of Object.entries(notebooks)) this.write(name, notebook);
  }

  path(...parts: string[]): string {
    return join(this.folder, ...parts);
  }

  write(name: string, notebook: Notebook): void {
    const path = this.path('notebooks', `${name}.ipynb`);
    mkdirSync(dirname(path), { recursive: true });
    writeNotebook(path, { ...notebook, metadata: { kernelspec: { language: 'typescript' } } });
  }

  start(...args: string[]): Run {
    return this.run([process.execPath, join(HOME, 'site/bin/start.js'), ...args]);
  }

  lessons(...args: string[]): Run {
    return this.run([process.execPath, join(HOME, 'site/dist/commands/lessons.js'), ...args]);
  }

  publish(...args: string[]): Run {
    return this.run([process.execPath, join(HOME, 'site/dist/commands/publish.js'), ...args]);
  }

  site(...args: string[]): Run {
    return this.run([process.execPath, join(HOME, 'site/dist/commands/site.js'), ...args]);
  }

  run([command, ...args]: string[], env: Record<string, string> = {}): Run {
    // Hide from the command that npm may run these tests.
    const { npm_lifecycle_event: _, ...ours } = process.env;
    const child = spawn(command, args, { cwd: this.folder, env: { ...ours, ...env } });
    this.#children.push(child);
    return watch(child);
  }

  remove(): void {
    for (const child of this.#children) child.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function watch(child: ChildProcess): Run {
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal }));
  return {
    child,
    output: () => output,
    ended,
    async says(pattern) {
      for (;;) {
        const closed = child.exitCode !== null || child.signalCode !== null;
        const match = pattern.exec(output);
        if (match) return match;
        if (closed) throw new Error(`the command ended without writing ${pattern}:\n${output}`);
        await sleep(20);
      }
    },
  };
}

/** Resolves when no process has this id. */
export async function gone(pid: number): Promise<void> {
  while (isAlive(pid)) await sleep(20);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
