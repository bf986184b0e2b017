import { type ChildProcess, spawn } from 'node:child_process';
import type { Failure } from '../threads/outputEvent.js';

/** Commands for a shell in cells: lines that begin with `!`. */
export interface Shell {
  /**
   * Runs the lines of a cell one after another; undefined if they all ended well. Their output
   * belongs to the cell.
   */
  run(commands: readonly string[]): Promise<Failure | undefined>;
  /** Ends the command that is running. */
  end(): void;
}

/** Returns the commands of a cell all of whose lines begin with `!`; undefined for other cells. */
export function readCommands(code: string): string[] | undefined {
  const lines = code.split('\n').filter((line) => line.trim() !== '');
  const isShell = lines.length > 0 && lines.every((line) => /^\s*!./.test(line));
  return isShell ? lines.map((line) => line.trim().slice(1).trim()) : undefined;
}

export function createShell(folder: string): Shell {
  let child: ChildProcess | undefined;

  function runOne(command: string): Promise<Failure | undefined> {
    const isDetached = process.platform !== 'win32';
    const running = spawn(command, {
      cwd: folder,
      shell: true,
      detached: isDetached,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child = running;
    return new Promise((resolve) => {
      running.once('error', (error) => resolve(describe(command, error.message)));
      running.once('close', (code, signal) => {
        child = undefined;
        const end = signal === null ? `exit code ${code}` : `signal ${signal}`;
        resolve(code === 0 ? undefined : describe(command, `ended with ${end}`));
      });
    });
  }

  return {
    async run(commands) {
      for (const command of commands) {
        const failure = await runOne(command);
        if (failure) return failure;
      }
      return undefined;
    },
    end() {
      const pid = child?.pid;
      if (pid === undefined) return;
      // The shell leads a process group, so that what it started ends with it.
      if (process.platform === 'win32') child?.kill();
      else process.kill(-pid, 'SIGTERM');
    },
  };
}

function describe(command: string, reason: string): Failure {
  const evalue = `${command}: ${reason}`;
  return { ename: 'CommandFailed', evalue, traceback: [`CommandFailed: ${evalue}`] };
}

/** Programs that readers call in a shell. */
const PROGRAMS =
  /^(?:npm|npx|yarn|pnpm|node|deno|bun|git|pip3?|conda|apt(?:-get)?|brew|curl|wget|ls|cat|cd|mkdir|rm|cp|mv|pwd|echo)\s+[\w./@~-]/;

/** The TypeScript for what commands of IPython do. */
const MAGIC_COMMANDS: Record<string, string> = {
  time: "console.time('a'); … console.timeEnd('a')",
  timeit: "console.time('a'); … console.timeEnd('a')",
  pip: '!npm install NAME',
  conda: '!npm install NAME',
  cd: "process.chdir('folder')",
  pwd: 'process.cwd()',
  env: 'process.env',
  ls: '!ls',
  bash: '! before each line',
  sh: '! before each line',
  run: "import './file'",
  load: "import './file'",
  writefile: "fs.writeFileSync('file', text)",
  debug: 'console.log(…)',
};

/**
 * Says what to write instead of a command that is not TypeScript; undefined for other code. It is
 * asked about code that does not compile.
 */
export function adviseCommand(code: string): Failure | undefined {
  const [line = ''] = code.trim().split('\n');
  const [, magic] = /^%{1,2}(\w+)/.exec(line) ?? [];
  if (magic !== undefined) {
    const instead = MAGIC_COMMANDS[magic];
    const advice = instead
      ? `Write instead: ${instead}`
      : `These have another form here: ${Object.keys(MAGIC_COMMANDS)
          .map((name) => `%${name}`)
          .join(', ')}`;
    return refuse(`%${magic} is a command of IPython, which a TypeScript kernel does not have. ${advice}`);
  }
  if (PROGRAMS.test(line)) return refuse(`This is a command for a shell. Write ! before it: !${line}`);
  const command = code.split('\n').find((text) => /^!\s*[\w./~-]+\s+(?!in\b|instanceof\b|as\b)[\w./~"'-]/.test(text));
  if (command === undefined) return undefined;
  return refuse(`A command for a shell needs a cell of its own, all of whose lines begin with !: ${command}`);
}

function refuse(evalue: string): Failure {
  return { ename: 'NotTypeScript', evalue, traceback: [`NotTypeScript: ${evalue}`] };
}
