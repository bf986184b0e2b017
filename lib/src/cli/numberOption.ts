import { UsageError } from './command.js';

/**
 * Parses the number typed for an option. `allowed` describes the permitted numbers in the message.
 */
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
