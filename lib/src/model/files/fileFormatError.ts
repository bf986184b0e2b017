/** A model or weight file is missing, damaged, or holds something that cannot be read. */
export class FileFormatError extends Error {
  override name = 'FileFormatError';

  /**
   * @param file path as the user gave it
   * @param problem what is wrong, as the end of a sentence that begins with the file
   */
  constructor(file: string, problem: string, options?: ErrorOptions) {
    super(`${file}: ${problem}`, options);
  }
}
