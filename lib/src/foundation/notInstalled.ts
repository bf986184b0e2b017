/** Whether loading a package failed because that package is not installed, rather than because of what it does when it loads. */
export function isNotInstalled(name: string, error: unknown): boolean {
  const { code, message } = error as NodeJS.ErrnoException;
  return (code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND') && message.includes(`'${name}'`);
}

/** Passes an error on, worded for the user if a package is not installed: rethrows from a `catch`. */
export function explainMissing(name: string): (error: unknown) => never {
  return (error) => {
    if (isNotInstalled(name, error)) throw new Error(`${name} is not installed`, { cause: error });
    throw error;
  };
}
