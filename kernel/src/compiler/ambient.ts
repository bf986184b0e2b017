/** Declarations of the functions that the kernel gives to cells. */
export const AMBIENT_DECLARATIONS: string = `
/**
 * Asks the reader for a line of text and waits for it.
 *
 * \`password\` hides the typed text. Throws if the client cannot be asked, for example in a
 * headless run.
 */
declare function prompt(text?: string, options?: { password?: boolean }): string;
/** Removes the cell's output so far; with \`wait\`, only once new output comes. */
declare function clearOutput(wait?: boolean): void;
`;
