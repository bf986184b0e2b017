import { readFileSync } from 'node:fs';
import { UsageError } from './command.js';
import { commands } from './commands.js';
import { nearest } from './nearest.js';

/**
 * Runs the command line `initlab`. Resolves with the exit code: 0 for success, 1 for a failure, 2
 * for a usage error.
 */
export async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  for (const stream of [process.stdout, process.stderr]) {
    stream.off('error', ignoreClosedPipe).on('error', ignoreClosedPipe);
  }
  try {
    if (name === '--version' || name === '-v') return print(version());
    if (name === '--help' || name === '-h') return print(overview());
    if (name === undefined) throw new UsageError(`No command was given.\n\n${overview()}`);
    if (!Object.hasOwn(commands, name)) throw new UsageError(unknownCommand(name));
    const command = await commands[name].load();
    if (rest.includes('--help') || rest.includes('-h')) return print(command.usage);
    return await command.run(rest);
  } catch (error) {
    return printError(error as NodeJS.ErrnoException, name);
  }
}

/**
 * Ignores that a reader such as `head` has closed the pipe, because a command must still do its
 * work: a run would otherwise end with its notebooks unwritten.
 */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

function printError(error: NodeJS.ErrnoException, name: string | undefined): number {
  const isUsage = error instanceof UsageError || error.code?.startsWith('ERR_PARSE_ARGS');
  // A lack of memory is not a usage error, but its message says all that the user needs.
  const isExplained = isUsage || error.name === 'MemoryError';
  console.error(`initlab: ${isExplained ? error.message : error.stack}`);
  if (error.code?.startsWith('ERR_PARSE_ARGS')) console.error(`See: initlab ${name} --help`);
  return isUsage ? 2 : 1;
}

function print(text: string): number {
  console.log(text);
  return 0;
}

function overview(): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  return `Usage: initlab COMMAND [options]

Commands:
${lines.join('\n')}

  initlab COMMAND --help   explain a command
  initlab --version        print the version`;
}

function unknownCommand(name: string): string {
  const guess = nearest(name, Object.keys(commands));
  const hint = guess ? `Did you mean "${guess}"?` : 'See: initlab --help';
  return `There is no command "${name}". ${hint}`;
}

function version(): string {
  const file = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
