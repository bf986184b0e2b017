import type { FromEngine } from './messages.js';

/** Number of characters that weigh as much as a message without any. */
const CHARACTERS_PER_UNIT = 1 << 16;

/** Weighs a message to the protocol thread by the work that it makes there. */
export function weightOf(message: FromEngine): number {
  return 1 + Math.floor(charactersOf(message) / CHARACTERS_PER_UNIT);
}

function charactersOf(message: FromEngine): number {
  if (message.kind !== 'output') return 0;
  const { event } = message;
  if (event.kind === 'stream') return event.text.length;
  if (event.kind !== 'display') return 0;
  const texts = Object.values(event.content.data).filter((value) => typeof value === 'string');
  return texts.reduce((sum, text) => sum + text.length, 0);
}
