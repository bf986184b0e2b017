/** A data file is missing, truncated, altered or not in the expected format. `file` is its path as it was looked for. */
export class DataError extends Error {
  readonly file: string;

  constructor(file: string, problem: string) {
    super(`${file}: ${problem}`);
    this.name = 'DataError';
    this.file = file;
  }
}
