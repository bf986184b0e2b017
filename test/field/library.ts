import { readdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Half } from './half.js';
import type { FieldNetwork } from './network.js';
import { type FailingSource, failingSources, type SoundSource, soundSources } from './sources.js';

/** A network with the entry that it was built from. */
export interface Entry {
  network: FieldNetwork;
  source: FailingSource | SoundSource;
}

/** Lists the ids of the networks of a part that can be built, in the order of the sources. */
export function builtIds(half: Half): string[] {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' });
  const built = new Set(files.filter((file) => dirname(file) === half).map((file) => basename(file, '.ts')));
  return [...failingSources(), ...soundSources()].map(({ id }) => id).filter((id) => built.has(id));
}

/** Loads networks of a part: the file `ID.ts` exports its network as `network`. */
export async function entriesOf(half: Half, ids: readonly string[] = builtIds(half)): Promise<Entry[]> {
  const sources = [...failingSources(), ...soundSources()];
  return Promise.all(
    ids.map(async (id) => {
      const source = sources.find((candidate) => candidate.id === id);
      if (!source || !builtIds(half).includes(id)) throw new RangeError(`${id} is not built in ${half}`);
      const { network } = (await import(`./${half}/${id}.ts`)) as { network: FieldNetwork };
      return { network, source };
    }),
  );
}

/** Checks whether an entry reports a network that does not learn. */
export function isFailing(source: FailingSource | SoundSource): source is FailingSource {
  return 'cause' in source;
}
