/**
 * Checks whether a package failed to load because it is not installed, and not because it threw.
 */
export function isNotInstalled(name: string, error: unknown): boolean {
  const { code, message } = error as NodeJS.ErrnoException;
  return (code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND') && message.includes(`'${name}'`);
}

/**
 * Makes a handler for `catch`: if the package is not installed, it throws an error that says so; it
 * rethrows any other error.
 */
export function explainMissing(name: string): (error: unknown) => never {
  return (error) => {
    if (isNotInstalled(name, error)) throw new Error(`${name} is not installed`, { cause: error });
    throw error;
  };
}
