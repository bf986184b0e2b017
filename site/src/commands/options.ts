import { type ParseArgsConfig, parseArgs } from 'node:util';

type Options = NonNullable<ParseArgsConfig['options']>;

type Values = Record<string, string | boolean | undefined>;

/** Reads a command line. `--help` prints the usage and ends with 0; what cannot be understood is told with the usage and ends with 2. */
export function readOptions(
  usage: string,
  options: Options,
  allowPositionals = false,
): { values: Values; positionals: string[] } {
  try {
    const all: Options = { ...options, help: { type: 'boolean', short: 'h' } };
    const { values, positionals } = parseArgs({ options: all, allowPositionals });
    if (values.help) {
      console.log(usage);
      process.exit(0);
    }
    return { values: values as Values, positionals };
  } catch (error) {
    return exitWithUsage((error as Error).message, usage);
  }
}

/** Says what is wrong with the command line and how it is used, and ends with 2. */
export function exitWithUsage(problem: string, usage: string): never {
  console.error(`${problem}\n\n${usage}`);
  process.exit(2);
}
