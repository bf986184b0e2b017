import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { halfOf, hashedHalfOf } from './half.js';
import { CAUSES, droppedSources, EVIDENCE, failingSources, LAYER, soundSources } from './sources.js';

const SHARED_FIELDS = ['id', 'round', 'address', 'title', 'network', 'read', 'readIn', 'filledIn'];
const FAILING_FIELDS = [
  ...SHARED_FIELDS,
  ...['symptom', 'acceptedCause', 'cause', 'also', 'contested', 'evidence', 'layer', 'repair'],
];
const SOUND_FIELDS = [...SHARED_FIELDS, 'result', 'trained'];

const MOST_WORDS_OF_A_SLUG = 7;

const failing = failingSources();
const sound = soundSources();
const entries = [...failing, ...sound];
const dropped = new Set(droppedSources().map(({ id }) => id));

describe('the sources of the field library', () => {
  it('have exactly the fields of their kind', () => {
    for (const entry of failing) expect(entry, entry.id).to.have.all.keys(FAILING_FIELDS);
    for (const entry of sound) expect(entry, entry.id).to.have.all.keys(SOUND_FIELDS);
  });

  it('have a text in every field that should be one', () => {
    const empty = entries.flatMap((entry) =>
      Object.entries(entry)
        .filter(([, value]) => typeof value === 'string' && value.trim() === '')
        .map(([field]) => `${entry.id}: ${field}`),
    );
    expect(empty).to.deep.equal([]);
    const flags = entries.flatMap((entry) => [entry.read, 'trained' in entry ? entry.trained : entry.contested]);
    expect(flags.filter((flag) => typeof flag !== 'boolean')).to.deep.equal([]);
  });

  it('have unique short ids and unique public addresses', () => {
    const ids = entries.map(({ id }) => id);
    const addresses = entries.map(({ address }) => address);
    expect(repeatedIn(ids)).to.deep.equal([]);
    expect(repeatedIn(addresses)).to.deep.equal([]);
    expect(ids.filter((id) => !/^[a-z0-9.]+(-[a-z0-9.]+)*$/.test(id))).to.deep.equal([]);
    expect(ids.filter((id) => id.split('-').length > MOST_WORDS_OF_A_SLUG)).to.deep.equal([]);
    expect(addresses.filter((address) => !/^https?:\/\/[^\s]+$/.test(address))).to.deep.equal([]);
  });

  it('say what was read, and were read if they report a fault', () => {
    expect(failing.filter(({ read }) => !read).map(({ id }) => id)).to.deep.equal([]);
    expect(entries.filter(({ read, readIn }) => read !== (readIn !== null)).map(({ id }) => id)).to.deep.equal([]);
  });

  it('only use words of the vocabulary for causes, evidence and layers', () => {
    for (const { id, cause, also, evidence, layer } of failing) {
      expect(CAUSES, id).to.include(cause);
      expect(CAUSES, id).to.include.members(also);
      expect(also, id).not.to.include(cause);
      expect(repeatedIn(also), id).to.deep.equal([]);
      expect(EVIDENCE, id).to.include(evidence);
      if (layer !== null) expect(layer, id).to.match(LAYER);
    }
  });

  it('use every word of the vocabulary', () => {
    const used = new Set(failing.flatMap(({ cause, also }) => [cause, ...also]));
    expect(CAUSES.filter((cause) => !used.has(cause))).to.deep.equal([]);
    expect(EVIDENCE.filter((kind) => !failing.some(({ evidence }) => evidence === kind))).to.deep.equal([]);
  });

  it('list every dropped entry once, with a reason', () => {
    const ids = droppedSources().map(({ id }) => id);
    expect(repeatedIn(ids)).to.deep.equal([]);
    expect(ids.filter((id) => !entries.some((entry) => entry.id === id))).to.deep.equal([]);
    expect(droppedSources().filter(({ reason }) => !reason?.trim())).to.deep.equal([]);
  });

  it('come in four rounds, each of which lists its least number of networks', () => {
    expect(entries.filter(({ round }) => ![1, 2, 3, 4].includes(round)).map(({ id }) => id)).to.deep.equal([]);
    expect(failing.filter(({ round }) => round === 2).length).to.be.at.least(34);
    expect(sound.filter(({ round }) => round === 2).length).to.be.at.least(22);
    expect(failing.filter(({ round }) => round === 3).length).to.be.at.least(15);
    expect(sound.filter(({ round }) => round === 3).length).to.be.at.least(8);
    expect(failing.filter(({ round }) => round === 4).length).to.be.at.least(30);
    expect(sound.filter(({ round }) => round === 4).length).to.be.at.least(20);
  });

  it('keep at least 60 failing and 40 sound networks of round 1, half of them held out at first', () => {
    for (const [list, least] of [
      [keptOf(failing), 60],
      [keptOf(sound), 40],
    ] as const) {
      const first = list.filter(({ round }) => round === 1);
      expect(first.length).to.be.at.least(least);
      expect(first.filter(({ address }) => hashedHalfOf(address) === 'heldOut').length).to.be.at.least(least / 2);
    }
  });

  it('have sound examples in both parts, to be diagnosed before and after training', () => {
    for (const half of ['development', 'heldOut'] as const) {
      const inHalf = sound.filter((entry) => halfOf(entry) === half);
      expect(inHalf.some(({ trained }) => trained)).to.equal(true);
      expect(inHalf.some(({ trained }) => !trained)).to.equal(true);
    }
  });

  it('use words that the README explains', () => {
    const readme = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8');
    const explained = [...readme.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, word]) => word);
    expect(explained).to.deep.equal([...CAUSES, ...EVIDENCE]);
  });
});

function keptOf<T extends { id: string }>(list: readonly T[]): T[] {
  return list.filter(({ id }) => !dropped.has(id));
}

function repeatedIn(values: readonly string[]): string[] {
  return values.filter((value, i) => values.indexOf(value) < i);
}
