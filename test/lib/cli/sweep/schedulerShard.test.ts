import { expect } from 'chai';
import { chooseShard } from '../../../../lib/src/cli/sweep/schedulerShard.js';

const slurm = (id: number, min: number, count: number, step?: number): Record<string, string | undefined> => ({
  SLURM_ARRAY_TASK_ID: String(id),
  SLURM_ARRAY_TASK_MIN: String(min),
  SLURM_ARRAY_TASK_COUNT: String(count),
  SLURM_ARRAY_TASK_STEP: step === undefined ? undefined : String(step),
});

describe('chooseShard', () => {
  it('is undefined outside of a scheduler', () => {
    expect(chooseShard(undefined, undefined, {})).to.equal(undefined);
    expect(chooseShard(undefined, 4, {})).to.equal(undefined);
  });

  it('reads --shard before the variables of a scheduler', () => {
    expect(chooseShard('2/8', undefined, slurm(1, 1, 4))).to.deep.equal({ index: 2, count: 8 });
    for (const text of ['0/8', '9/8', '2', 'a/b', '1/0', '-1/2'])
      expect(() => chooseShard(text, undefined, {})).to.throw(`--shard must be I/N`);
  });

  it('finds the task of a Slurm array, whatever its first number and its step', () => {
    expect(chooseShard(undefined, undefined, slurm(1, 1, 4))).to.deep.equal({ index: 1, count: 4 });
    expect(chooseShard(undefined, undefined, slurm(3, 0, 4))).to.deep.equal({ index: 4, count: 4 });
    expect(chooseShard(undefined, undefined, slurm(14, 10, 3, 4))).to.deep.equal({ index: 2, count: 3 });
    expect(() => chooseShard(undefined, undefined, slurm(9, 1, 2))).to.throw('not numbered evenly');
    expect(() => chooseShard(undefined, undefined, { SLURM_ARRAY_TASK_ID: '1' })).to.throw('SLURM_ARRAY_TASK_MIN');
  });

  it('finds the task of Kubernetes and AWS Batch, if it knows their number', () => {
    const kubernetes = { JOB_COMPLETION_INDEX: '0' };
    expect(chooseShard(undefined, 4, kubernetes)).to.deep.equal({ index: 1, count: 4 });
    expect(() => chooseShard(undefined, undefined, kubernetes)).to.throw('Say how many there are with --shards N');
    expect(() => chooseShard(undefined, 2, { JOB_COMPLETION_INDEX: '2' })).to.throw('only allows 0 to 1');
    const batch = { AWS_BATCH_JOB_ARRAY_INDEX: '2' };
    expect(chooseShard(undefined, 3, batch)).to.deep.equal({ index: 3, count: 3 });
    expect(chooseShard(undefined, undefined, { ...batch, AWS_BATCH_JOB_ARRAY_SIZE: '5' })).to.deep.equal({
      index: 3,
      count: 5,
    });
  });
});
