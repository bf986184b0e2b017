import { expect } from 'chai';
import { type TorchNonlinearity, torchGain } from 'initlab';

describe('torchGain', () => {
  it('agrees with torch.nn.init.calculate_gain in all digits', () => {
    const linear = ['linear', 'conv1d', 'conv2d', 'conv3d', 'conv_transpose1d', 'conv_transpose2d', 'conv_transpose3d'];
    for (const name of [...linear, 'sigmoid']) expect(torchGain(name as TorchNonlinearity), name).to.equal(1);
    expect(torchGain('tanh')).to.equal(1.6666666666666667);
    expect(torchGain('relu')).to.equal(Math.SQRT2);
    expect(torchGain('leaky_relu')).to.equal(1.4141428569978354);
    expect(torchGain('leaky_relu', 10)).to.equal(0.14071950894605836);
    expect(torchGain('leaky_relu', 0)).to.equal(Math.SQRT2);
    expect(torchGain('selu')).to.equal(0.75);
  });

  it('ignores the parameter for other names, as PyTorch does', () => {
    expect(torchGain('relu', 5)).to.equal(Math.SQRT2);
  });

  it('refuses unknown names and a parameter that is not a number', () => {
    expect(() => torchGain('gelu' as 'relu')).to.throw(RangeError, 'nonlinearity is "gelu"; allowed: linear, conv1d');
    expect(() => torchGain('toString' as 'relu')).to.throw(RangeError, 'allowed');
    expect(() => torchGain('leaky_relu', Number.NaN)).to.throw(RangeError, 'param is NaN');
    expect(() => torchGain('leaky_relu', '1' as unknown as number)).to.throw(TypeError, 'param is "1"');
  });
});
