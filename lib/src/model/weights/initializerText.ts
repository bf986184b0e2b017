import type { Initializer } from '../../init/initializer.js';

/** An initializer as its call is written, its numbers to four digits; the name of a function that does not say what it is. */
export function initializerText(initializer: Initializer): string {
  const { description } = initializer;
  if (description === undefined) return initializer.name || 'own function';
  const options = Object.entries(description.options).map(([key, value]) => `${key}: ${valueText(value)}`);
  return `${description.name}(${options.length > 0 ? `{ ${options.join(', ')} }` : ''})`;
}

function valueText(value: unknown): string {
  if (typeof value === 'number') return String(Number(value.toPrecision(4)));
  return JSON.stringify(value).replaceAll('"', "'").replaceAll(',', ', ');
}
