import { expect } from 'chai';
import { renderMath } from '../../../site/src/prose/math.js';
import { typesetSubscripts } from '../../../site/src/reference/subscripts.js';

describe('typesetSubscripts', () => {
  it('makes a formula of a symbol with a subscript', () => {
    expect(typesetSubscripts('variance σ_w²/fanIn, ln(m_L/m_0), z_l = a_(l−1)·W_l')).to.equal(
      'variance $σ_{w}^2$/fanIn, ln($m_{L}$/$m_{0}$), $z_{l}$ = $a_{l-1}$·$W_{l}$',
    );
  });

  it('makes formulas that KaTeX can set', () => {
    const formulas = [...typesetSubscripts('σ_w² and a_(l−1)').matchAll(/\$(.*?)\$/g)].map(([, formula]) => formula);
    expect(formulas).to.have.length(2);
    for (const formula of formulas) expect(String(renderMath(formula, false))).to.include('<msub');
  });

  it('keeps names, emphasis, code and formulas', () => {
    for (const text of [
      'leaky_relu',
      'block1_up',
      '_Alice in Wonderland_',
      '`a_l`',
      '$a_l$',
      '```ts\na_l\n```',
      'a_to',
    ]) {
      expect(typesetSubscripts(text)).to.equal(text);
    }
  });
});
