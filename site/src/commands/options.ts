import { type ParseArgsConfig, parseArgs } from 'node:util';

type Options = NonNullable<ParseArgsConfig['options']>;

type Values = Record<string, string | boolean | undefined>;

/**
 * Reads the command line. `--help` prints the usage and ends the process with 0; an unknown option
 * prints an error and the usage and ends the process with 2.
 */
export function readOptions(
  usage: string,
  options: Options,
  allowPositionals = false,
  args: readonly string[] = process.argv.slice(2),
): { values: Values; positionals: string[] } {
  try {
    const known: Options = { ...options, help: { type: 'boolean', short: 'h' } };
    const { values, positionals } = parseArgs({ args: [...args], options: known, allowPositionals });
    if (values.help) {
      console.log(usage);
      process.exit(0);
    }
    return { values: values as Values, positionals };
  } catch (error) {
    return exitWithUsage((error as Error).message, usage);
  }
}

/** Reports what is wrong with the command line, prints the usage and ends the process with 2. */
export function exitWithUsage(problem: string, usage: string): never {
  console.error(`${problem}\n\n${usage}`);
  process.exit(2);
}
