import type { Initializer, InitializerDescription } from '../../init/initializer.js';

/** An initializer as its call is written, its numbers to four digits; the name of a function that does not say what it is. */
export function initializerText(initializer: Initializer): string {
  const { description } = initializer;
  return description === undefined ? initializer.name || 'own function' : descriptionText(description);
}

/** The call that makes an initializer again from its description. */
export function descriptionText({ name, options }: InitializerDescription): string {
  const entries = Object.entries(options).map(([key, value]) => `${key}: ${valueText(value)}`);
  return `${name}(${entries.length > 0 ? `{ ${entries.join(', ')} }` : ''})`;
}

function valueText(value: unknown): string {
  if (typeof value === 'number') return String(Number(value.toPrecision(4)));
  return JSON.stringify(value).replaceAll('"', "'").replaceAll(',', ', ');
}
