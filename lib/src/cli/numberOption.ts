import { UsageError } from './command.js';

/** The number that was typed for an option, if it is one of those allowed, which the error message names. */
export function numberOption(
  name: string,
  text: string,
  allowed: string,
  isAllowed: (value: number) => boolean,
): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && isAllowed(value)) return value;
  throw new UsageError(`${name} must be ${allowed}, not "${text}".`);
}
