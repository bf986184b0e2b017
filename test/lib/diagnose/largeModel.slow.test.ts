import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';

describe('the diagnosis of a MobileNetV2 on 8 images of 224 × 224', () => {
  it('measures all of its layers within 3 GiB', async () => {
    const script = fileURLToPath(new URL('./largeModel.ts', import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', script]);
    const { verdict, layers, mebibytes } = JSON.parse(stdout.trim().split('\n').at(-1) as string);
    expect(layers).to.be.at.least(150);
    expect(verdict).to.equal('healthy');
    expect(mebibytes).to.be.below(3 * 1024);
  });
});
