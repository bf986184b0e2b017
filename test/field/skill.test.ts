import { expect } from 'chai';
import { accuracy, exactRows, explained, information } from './skill.js';

describe('the measures of success', () => {
  it('give 0 for always naming the most frequent class, and 1 for naming every class correctly', () => {
    const skill = accuracy([0, 1, 1, 2]);
    expect(skill(Float32Array.of(0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0))).to.equal(0);
    expect(skill(Float32Array.of(1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 1))).to.equal(1);
  });

  it('compare a single output with the threshold', () => {
    expect(accuracy([0, 1, 0, 1])(Float32Array.of(0.4, 0.6, 0.4, 0.6))).to.equal(1);
    expect(accuracy([-1, 1, -1, 1], 0)(Float32Array.of(-3, 2, 1, 2))).to.equal(0.5);
  });

  it('count an output that is not a number as wrong', () => {
    expect(accuracy([0, 1])(Float32Array.of(Number.NaN, Number.NaN))).to.equal(-1);
    expect(explained([1, 2])(Float32Array.of(Number.NaN, 2))).to.deep.equal(Number.NaN);
  });

  it('give 0 for predicting the mean, and ½ for explaining one column of two', () => {
    expect(explained([1, 3])(Float32Array.of(2, 2))).to.equal(0);
    expect(explained([1, 10, 3, 30], 2)(Float32Array.of(1, 20, 3, 20))).to.equal(0.5);
  });

  it('count the rows in which all labels are right', () => {
    const skill = exactRows([1, 0, 1, 1, 1, 0, 0, 0], 2);
    expect(skill(Float32Array.of(0.9, 0.1, 0.9, 0.1, 0.9, 0.1, 0.9, 0.1))).to.equal(0);
    expect(skill(Float32Array.of(0.9, 0.1, 0.9, 0.8, 0.9, 0.1, 0.2, 0.1))).to.equal(1);
  });

  it('measure how much of the entropy a predicted distribution explains, from probabilities or logits', () => {
    expect(information([0, 1], 2)(Float32Array.of(0.5, 0.5, 0.5, 0.5))).to.be.closeTo(0, 1e-6);
    expect(information([0, 1], 2, true)(Float32Array.of(30, 0, 0, 30))).to.be.closeTo(1, 1e-6);
  });
});
