import { expect } from 'chai';
import { INITIAL, readSettings, type Settings, writeSettings } from '../../../site/src/playground/settings.js';

describe('the settings of the playground in an address', () => {
  it('are those that were written', () => {
    const settings: Settings = { ...INITIAL, depth: 50, scale: 1.41, activation: 'tanh', residual: 'yes', rate: '0.1' };
    const query = writeSettings(settings);
    expect(query).to.equal('depth=50&scale=1.41&activation=tanh&residual=yes&rate=0.1');
    expect(readSettings(query)).to.deep.equal({ settings, refused: [] });
  });

  it('are empty if nothing has been changed', () => {
    expect(writeSettings(INITIAL)).to.equal('');
    expect(readSettings('')).to.deep.equal({ settings: INITIAL, refused: [] });
  });

  it('are rounded to the steps of their sliders', () => {
    const { settings, refused } = readSettings('width=100&depth=7.4&bias=0.07');
    expect([settings.width, settings.depth, settings.bias]).to.deep.equal([104, 7, 0.05]);
    expect(refused).to.deep.equal([]);
  });

  it('are refused if they are not a number in range, not a known name, or not a setting', () => {
    const nonsense = [
      'depth=1000',
      'depth=0',
      'depth=1e1',
      'depth=-5',
      'depth=',
      'depth=Infinity',
      'width=NaN',
      'width=%3Cscript%3E',
      'scale=0x1',
      'scale=4.01',
      'activation=RELU',
      'activation=toString',
      'init=__proto__',
      'rate=0.5',
      'constructor=1',
      '__proto__=1',
      'code=alert(1)',
    ];
    for (const query of nonsense) {
      const [key] = query.split('=');
      expect(readSettings(query), query).to.deep.equal({ settings: INITIAL, refused: [key] });
    }
  });
});
