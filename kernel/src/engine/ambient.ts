/** Declarations of what the kernel gives to cells. */
export const ambient: string = `
/**
 * Asks the reader for a line of text and waits for it.
 *
 * \`password\` hides what is typed. Throws if nobody can be asked: a runner without a reader.
 */
declare function prompt(text?: string, options?: { password?: boolean }): string;
/** Removes what the cell has put out so far; with \`wait\`, only once something new comes. */
declare function clearOutput(wait?: boolean): void;
`;
