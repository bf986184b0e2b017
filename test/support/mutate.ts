import { type Random, random } from 'initlab';

/** Texts and numbers that programs often trust too much. */
const HOSTILE: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  1e308,
  2 ** 53,
  0.5,
  '',
  '../../../../dev/zero',
  '/dev/zero',
  '__proto__',
  'constructor',
  '\ud800',
  '\u0000',
  '\u001b[2J',
  'x'.repeat(5000),
  [],
  {},
  [[]],
  [null],
];

/** Draws whole numbers, the same ones for the same seed. */
export interface Draw {
  below(bound: number): number;
  pick<T>(values: readonly T[]): T;
}

export function drawFrom(seed: number): Draw {
  const stream: Random = random(seed);
  const one = new Float64Array(1);
  const below = (bound: number): number => Math.floor(stream.uniform(one)[0] * bound);
  return { below, pick: (values) => values[below(values.length)] };
}

/** Changes some bytes of a file, as damage on a disk or in a transfer does. */
export function mutateBytes(bytes: Uint8Array, draw: Draw): Uint8Array {
  let changed = Uint8Array.from(bytes);
  for (let round = draw.below(3); round >= 0; round--) {
    const at = draw.below(changed.length + 1);
    const other = draw.below(changed.length + 1);
    const [from, to] = [Math.min(at, other), Math.max(at, other)];
    const noise = Uint8Array.from({ length: draw.below(16) }, () => draw.below(256));
    const kind = draw.below(6);
    if (kind === 0 && changed.length > 0) changed[at % changed.length] ^= 1 << draw.below(8);
    else if (kind === 1) changed = changed.slice(0, at);
    else if (kind === 2) changed = joined(changed.slice(0, from), changed.slice(to));
    else if (kind === 3) changed = joined(changed.slice(0, at), noise, changed.slice(at));
    else if (kind === 4) changed = joined(changed.slice(0, to), changed.slice(from));
    else if (changed.length > 0) changed[draw.below(Math.min(64, changed.length))] = draw.pick([0, 1, 127, 128, 255]);
  }
  return changed;
}

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.concat(parts));
}

/** Changes some values of a JSON text, or, once in four times, its bytes. */
export function mutateJson(text: string, draw: Draw): Uint8Array {
  if (draw.below(4) === 0) return mutateBytes(Buffer.from(text), draw);
  const root = { value: JSON.parse(text) as unknown };
  for (let round = draw.below(3); round >= 0; round--) {
    const places = placesOf(root);
    if (places.length === 0) break;
    const [owner, key] = draw.pick(places);
    const kind = draw.below(5);
    if (kind === 0) delete owner[key];
    else if (kind === 1) owner[key] = [owner[key], owner[key]];
    else if (kind === 2) owner[draw.pick(['__proto__ ', 'toString', 'language', 'name', 'type', 'shape'])] = owner[key];
    else owner[key] = structuredClone(draw.pick(HOSTILE));
  }
  return Buffer.from(JSON.stringify(root.value) ?? '');
}

/** Lists every place in a value: the object or list that holds it, and its key. */
function placesOf(value: unknown): [Record<string, unknown>, string][] {
  if (typeof value !== 'object' || value === null) return [];
  const owner = value as Record<string, unknown>;
  return Object.keys(owner).flatMap((key): [Record<string, unknown>, string][] => [
    [owner, key],
    ...placesOf(owner[key]),
  ]);
}
