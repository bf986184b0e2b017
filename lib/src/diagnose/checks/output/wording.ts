import type { ExaminedOutput } from '../../evidence/outputs.js';

/** Names an activation with its article, for use in a sentence. */
export function activationText({ activation }: ExaminedOutput): string {
  const name = activation?.name ?? 'linear';
  if (name === 'linear') return 'the output';
  if (/relu/i.test(name)) return `a ${name.replace(/^relu/, 'ReLU')}`;
  return `${/^[aeo]/.test(name) ? 'an' : 'a'} ${name}`;
}
