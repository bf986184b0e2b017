import { UsageError } from './command.js';
import { commands } from './commands.js';
import { nearest } from './nearest.js';
import { optionsOf } from './optionsOf.js';
import { readVersion } from './version.js';

/**
 * Runs the command line `initlab`. Resolves with the exit code: 0 for success, 1 for a failure, 2
 * for a usage error.
 */
export async function main(args: readonly string[]): Promise<number> {
  let hasLostOutput = false;
  const onLostOutput = ({ code }: NodeJS.ErrnoException): void => {
    hasLostOutput ||= code !== 'EPIPE';
  };
  for (const stream of [process.stdout, process.stderr]) ignoreErrors(stream, onLostOutput);
  const code = await runCommand(args);
  // The errors of the last writes come on the next turn.
  await new Promise((done) => setImmediate(done));
  return hasLostOutput && code === 0 ? 1 : code;
}

async function runCommand(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  let usage = '';
  try {
    if (name === '--version' || name === '-v') return print(readVersion());
    if (name === '--help' || name === '-h') return print(overview());
    if (name === undefined) throw new UsageError(`No command was given.\n\n${overview()}`);
    if (!Object.hasOwn(commands, name)) throw new UsageError(unknownCommand(name));
    const command = await commands[name].load();
    usage = command.usage;
    if (rest.includes('--help') || rest.includes('-h')) return print(command.usage);
    return await command.run(rest, commands);
  } catch (error) {
    return printError(error as NodeJS.ErrnoException, name, usage);
  }
}

/** The listener of each stream, so that a stream has one however often the command line runs. */
const listeners = new WeakMap<NodeJS.WriteStream, (error: NodeJS.ErrnoException) => void>();

/**
 * Keeps an error of stdout or stderr, such as a full disk or a pipe that `head` has closed, from
 * ending the process: a run would otherwise end with its notebooks unwritten.
 */
function ignoreErrors(stream: NodeJS.WriteStream, onError: (error: NodeJS.ErrnoException) => void): void {
  const before = listeners.get(stream);
  if (before !== undefined) stream.off('error', before);
  listeners.set(stream, onError);
  stream.on('error', onError);
}

function printError(error: NodeJS.ErrnoException, name: string | undefined, usage: string): number {
  const isUsage = error instanceof UsageError || error.code?.startsWith('ERR_PARSE_ARGS');
  // A lack of memory, or what the system refuses, is not a usage error, but the message says all.
  const isExplained = isUsage || error.name === 'MemoryError' || 'syscall' in error;
  console.error(`initlab: ${unknownOption(error, usage) ?? (isExplained ? error.message : error.stack)}`);
  if (error.code?.startsWith('ERR_PARSE_ARGS')) console.error(`See: initlab ${name} --help`);
  return isUsage ? 2 : 1;
}

/** Words the error about an option that a command lacks, with the nearest that it has. */
function unknownOption({ code, message }: NodeJS.ErrnoException, usage: string): string | undefined {
  if (code !== 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return undefined;
  const [, dashes = '', typed] = /'(--?)([^']+)'/.exec(message) ?? [];
  if (typed === undefined) return undefined;
  const guess = dashes === '--' ? nearest(typed, optionsOf(usage)) : undefined;
  return `There is no option "${dashes}${typed}".${guess === undefined ? '' : ` Did you mean "--${guess}"?`}`;
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
  initlab --version        print the version

Exit codes: 0 for success; 1 if something failed, or if what was checked is not healthy; 2 for a usage
error, or a file that cannot be read; 130 after Ctrl-C while notebooks run. Messages go to stderr,
results to stdout.`;
}

function unknownCommand(name: string): string {
  const guess = nearest(name, Object.keys(commands));
  const hint = guess ? `Did you mean "${guess}"?` : 'See: initlab --help';
  return `There is no command "${name}". ${hint}`;
}
