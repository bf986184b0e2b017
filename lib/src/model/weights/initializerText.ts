import type { Initializer, InitializerDescription } from '../../init/initializer.js';

/**
 * Writes an initializer as the call that makes it, with numbers to four digits. A function without
 * a description is written as its name.
 */
export function initializerText(initializer: Initializer): string {
  const { description } = initializer;
  return description === undefined ? initializer.name || 'own function' : descriptionText(description);
}

/** Writes the call that makes an initializer with this description. */
export function descriptionText({ name, options }: InitializerDescription): string {
  const entries = Object.entries(options).map(([key, value]) => `${key}: ${valueText(value)}`);
  return `${name}(${entries.length > 0 ? `{ ${entries.join(', ')} }` : ''})`;
}

function valueText(value: unknown): string {
  if (typeof value === 'number') return String(Number(value.toPrecision(4)));
  return JSON.stringify(value).replaceAll('"', "'").replaceAll(',', ', ');
}
