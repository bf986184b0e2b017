import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { expect } from 'chai';
import { openWeights } from '../../../../lib/src/model/files/openWeights.js';
import { temporaryFolder } from '../../../kernel/support/files.js';
import { rejection } from '../../../support/rejection.js';
import { openMutations } from './mutations.js';
import { float32, safetensors } from './safetensors.js';

const FIXTURES = join(import.meta.dirname, 'fixtures');
const fixture = (name: string): string => join(FIXTURES, name);

const eighths = (count: number, start = 0): number[] => Array.from({ length: count }, (_, i) => (start + i) / 8);

async function tensorsOf(path: string): Promise<Record<string, { shape: number[]; dtype: string; values?: number[] }>> {
  const file = await openWeights(path);
  try {
    return Object.fromEntries(
      file.tensors.map(({ name, shape, dtype, read }) => [
        name,
        { shape: [...shape], dtype, ...(read && { values: Array.from(read()) }) },
      ]),
    );
  } finally {
    file.close();
  }
}

function fileWith(bytes: Uint8Array): string {
  const path = join(temporaryFolder(), 'file');
  writeFileSync(path, bytes);
  return path;
}

const errorOf = async (bytes: Uint8Array): Promise<string> => {
  const path = fileWith(bytes);
  const { name, message } = await rejection(tensorsOf(path));
  return `${name} ${message.replace(`${path}: `, '')}`;
};

describe('openWeights', () => {
  for (const name of ['state.pt', 'legacy.pt']) {
    it(`reads every type of numbers, views and an empty tensor from ${name} of torch.save`, async () => {
      const values = eighths(6);
      expect(await tensorsOf(fixture(name))).to.deep.equal({
        float32: { shape: [3, 2], dtype: 'float32', values },
        float64: { shape: [3, 2], dtype: 'float64', values },
        float16: { shape: [3, 2], dtype: 'float16', values },
        bfloat16: { shape: [3, 2], dtype: 'bfloat16', values },
        int64: { shape: [3], dtype: 'int64' },
        transposed: { shape: [3, 2], dtype: 'float32', values: [0, 3, 1, 4, 2, 5].map((n) => n / 8) },
        part: { shape: [3, 2], dtype: 'float32', values: eighths(6, 4) },
        scalar: { shape: [], dtype: 'float32', values: [0.5] },
        empty: { shape: [0, 4], dtype: 'float32', values: [] },
      });
    });
  }

  it('names the weights of a whole module as its state dict does', async () => {
    const tensors = await tensorsOf(fixture('module.pt'));
    const norm = ['weight', 'bias', 'running_mean', 'running_var', 'num_batches_tracked'].map((name) => `1.0.${name}`);
    expect(Object.keys(tensors)).to.deep.equal(['0.weight', '0.bias', ...norm]);
    expect(tensors['0.weight'].values).to.deep.equal(eighths(6));
  });

  it("reads the model's weights of a checkpoint, and not the optimizer's numbers", async () => {
    const tensors = await tensorsOf(fixture('checkpoint.pt'));
    expect(Object.keys(tensors)).to.have.lengthOf(7).and.to.include('1.0.running_var');
    expect(tensors['0.weight'].values).to.deep.equal(eighths(6));
  });

  it('runs nothing that a pickle asks Python to run', async () => {
    const tensors = await tensorsOf(fixture('attack.pt'));
    expect(tensors.weight.values).to.deep.equal(eighths(4));
    expect(existsSync('unpickled-by-attack')).to.equal(false);
  });

  it('refuses an expanded view, which would take a million times the memory of the file', async () => {
    const { message } = await rejection(tensorsOf(fixture('expanded.pt')));
    expect(message).to.match(/expanded\.pt: tensor "expanded" has more elements than its storage/);
  });

  it('reads the types of numbers of a safetensors file', async () => {
    const path = fileWith(
      safetensors({
        a: float32(eighths(6), [3, 2]),
        // 1, −2, the smallest number above 0, infinity
        half: { dtype: 'F16', shape: [4], bytes: Uint8Array.of(0, 0x3c, 0, 0xc0, 1, 0, 0, 0x7c) },
        brain: { dtype: 'BF16', shape: [2], bytes: Uint8Array.of(0x80, 0x3f, 0, 0xc0) },
        steps: { dtype: 'I64', shape: [], bytes: new Uint8Array(8) },
      }),
    );
    expect(await tensorsOf(path)).to.deep.equal({
      a: { shape: [3, 2], dtype: 'float32', values: eighths(6) },
      half: { shape: [4], dtype: 'float16', values: [1, -2, 2 ** -24, Number.POSITIVE_INFINITY] },
      brain: { shape: [2], dtype: 'bfloat16', values: [1, -2] },
      steps: { shape: [], dtype: 'int64' },
    });
  });

  it('says what is wrong with a safetensors file', async () => {
    const valid = { a: float32([1, 2]), b: float32([3]) };
    const start = 'FileFormatError ';
    expect(await errorOf(safetensors(valid, ({ a }) => ({ a })))).to.equal(
      `${start}its tensors take 8 bytes, but 12 follow the header. It may be incomplete.`,
    );
    expect(await errorOf(safetensors(valid, ({ a, b }) => ({ a, b: { ...b, data_offsets: [4, 8] } })))).to.equal(
      `${start}tensor "b" begins at byte 4 of the numbers, not at 8.`,
    );
    expect(await errorOf(safetensors(valid, ({ a, b }) => ({ a: { ...a, shape: [2e9] }, b })))).to.equal(
      `${start}tensor "a" takes 8 bytes, but its shape needs 8000000000.`,
    );
    expect(await errorOf(safetensors(valid, ({ a }) => ({ a: { ...a, dtype: 'Q4' } })))).to.equal(
      `${start}tensor "a" is of type "Q4", which is not known.`,
    );
    expect(await errorOf(safetensors(valid, () => ({ a: null })))).to.match(/tensor "a" is of type undefined/);
    expect(await errorOf(safetensors(valid, ({ a }) => ({ a: { ...a, shape: [-2] } })))).to.equal(
      `${start}tensor "a" has no valid shape or place.`,
    );
    expect(await errorOf(Buffer.concat([safetensors({}).subarray(0, 7), Buffer.from('\0{')]))).to.match(
      /^FileFormatError its header has \d+ bytes, which is more than the file or the format has\.$/,
    );
  });

  it('says of any other file that it does not know it', async () => {
    expect(await errorOf(Buffer.from('hello'))).to.equal(
      'FileFormatError it is no file of weights of PyTorch, safetensors, ONNX or Keras.',
    );
    expect(await errorOf(new Uint8Array())).to.match(/^FileFormatError it is no file of weights/);
    expect((await rejection(tensorsOf(FIXTURES))).message).to.match(/this is not a file/);
    expect((await rejection(tensorsOf(fixture('none.pt')))).message).to.match(/there is no such file/);
  });

  it('refuses a part of an archive that unpacks to more than the archive says', async () => {
    const bomb = zipOf('archive/data.pkl', deflateRawSync(Buffer.alloc(1e6)), 100);
    expect(await errorOf(bomb)).to.match(/^FileFormatError archive\/data\.pkl in it cannot be unpacked/);
    const plain = zipOf('notes.txt', deflateRawSync(Buffer.from('hi')), 2);
    expect(await errorOf(plain)).to.equal(
      'FileFormatError it is a zip archive, but neither one of torch.save nor one of Keras.',
    );
  });

  for (const name of ['state.pt', 'legacy.pt', 'attack.pt']) {
    it(`refuses or reads a damaged ${name}, and never fails otherwise`, async () => {
      const { refused, read } = await openMutations(readFileSync(fixture(name)), 300, 1);
      expect(refused).to.be.above(50);
      expect(refused + read).to.equal(300);
    });
  }

  it('refuses or reads a damaged safetensors file, and never fails otherwise', async () => {
    const { refused, read } = await openMutations(
      safetensors({ a: float32(eighths(6), [3, 2]), b: float32([1]) }),
      300,
      2,
    );
    expect(refused).to.be.above(200);
    expect(refused + read).to.equal(300);
  });
});

/** Writes a zip archive with one deflated part, which claims to have `size` bytes when unpacked. */
function zipOf(name: string, packed: Uint8Array, size: number): Uint8Array {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(8, 4);
  fields.writeUInt32LE(packed.length, 14);
  fields.writeUInt32LE(size, 18);
  fields.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, Buffer.from(name), packed]);
  const central = Buffer.concat([Buffer.from('PK\x01\x02\x14\0'), fields, Buffer.alloc(14), Buffer.from(name)]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}
