import { expect } from 'chai';
import { type TrainingReport, trainingCurves } from 'initlab/plot';
import { expectSnapshot } from '../../../support/snapshot.js';

const report = (step: number, loss: number | null, dead = 0): TrainingReport => ({
  step,
  loss,
  ...(step > 0 && { batchLoss: loss }),
  blindLoss: 2.3,
  layers: [
    { name: 'conv1', ...(step > 0 && { updateRatio: 0.001 * step }), gradient: 0.1, units: 16, deadUnits: dead },
    { name: 'tanh', units: 4, deadUnits: 0, saturatedShare: 0.25 },
    { name: 'output', ...(step > 0 && { updateRatio: null }), gradient: 0 },
  ],
});

const reports = [report(0, 2.5), report(10, 1.2, 4), report(20, 0.6, 14)];
const events = [
  { kind: 'deadUnits', step: 20, layer: 'conv1' },
  { kind: 'blind', step: 20 },
];

interface Line {
  name: string;
  yaxis: string;
  x: number[];
  y: (number | null)[];
  showlegend?: boolean;
  marker: { symbol: string };
}

function linesOf(figure: { data: unknown[] }, axis: string): Line[] {
  return (figure.data as Line[]).filter(({ yaxis }) => yaxis === axis);
}

describe('trainingCurves', () => {
  it('draws losses, updates, gradients and units in panels over the same steps', () => {
    const figure = trainingCurves(reports, { events });
    const names = ['y', 'y2', 'y3', 'y4'].map((axis) => linesOf(figure, axis).map(({ name }) => name));
    expect(names).to.deep.equal([
      ['loss on the sample', 'loss of the batch', 'blind guess'],
      ['conv1', 'output'],
      ['conv1', 'output'],
      ['conv1', 'tanh', 'open: saturated outputs'],
    ]);
    expect(linesOf(figure, 'y2')[0]).to.deep.include({ x: [10, 20], y: [0.01, 0.02] });
    expect(linesOf(figure, 'y4')[0].y).to.deep.equal([0, 25, 87.5]);
    expect(linesOf(figure, 'y4')[1]).to.deep.include({ y: [25, 25, 25] });
    expect(linesOf(figure, 'y4')[1].marker.symbol).to.match(/-open$/);
  });

  it('leaves a gap for 0 and null on a logarithmic axis', () => {
    const figure = trainingCurves(reports);
    expect(linesOf(figure, 'y2')[1].y).to.deep.equal([null, null]);
    expect(linesOf(figure, 'y3')[1].y).to.deep.equal([null, null, null]);
  });

  it('lists each layer once in the legend, and gives panels that do not overlap', () => {
    const { data, layout } = trainingCurves(reports);
    const listed = (data as unknown as Line[]).filter(({ showlegend }) => showlegend !== false).map(({ name }) => name);
    expect(new Set(listed).size).to.equal(listed.length);
    const domains = ['yaxis', 'yaxis2', 'yaxis3', 'yaxis4'].map((key) => (layout[key] as { domain: number[] }).domain);
    for (const [i, [low]] of domains.slice(0, -1).entries()) expect(low).to.be.above(domains[i + 1][1]);
    expect(layout.xaxis).to.include({ anchor: 'y4' });
  });

  it('marks events of the run, but not those of the start or of the whole', () => {
    const { layout } = trainingCurves(reports, { events: [...events, { kind: 'deadUnits', step: 0, layer: 'a' }] });
    expect((layout.annotations as { text: string }[]).map(({ text }) => text)).to.deep.equal([
      'step 20: conv1, units die',
    ]);
    expect(layout.shapes).to.have.length(1);
  });

  it('draws four layers of a deep network, among them those that events name', () => {
    const layers = Array.from({ length: 50 }, (_, i) => ({ name: `l${i}`, gradient: 1 }));
    const named = [{ kind: 'nonFinite', step: 1, layer: 'l17' }];
    const deep = trainingCurves([{ step: 1, loss: 1, layers }], { events: named });
    const names = linesOf(deep, 'y2').map(({ name }) => name);
    expect(names).to.have.length(4);
    expect(names).to.include.members(['l0', 'l17', 'l49']);
  });

  it('distinguishes the layers without colour', () => {
    const layers = Array.from({ length: 4 }, (_, i) => ({ name: `l${i}`, gradient: 1 }));
    const lines = linesOf(trainingCurves([{ step: 1, loss: 1, layers }]), 'y2');
    expect(new Set(lines.map(({ marker }) => marker.symbol)).size).to.equal(4);
  });

  it('draws a loss that grows a thousandfold on a logarithmic axis', () => {
    const axisOf = (losses: number[]): unknown =>
      trainingCurves(losses.map((loss, step) => ({ step, loss, layers: [] }))).layout.yaxis;
    expect(axisOf([2, 2000])).to.include({ type: 'log' });
    expect(axisOf([2, 0.1])).to.not.include({ type: 'log' });
  });

  it('labels at most five decades of a panel, however far its values range', () => {
    const updates = (updateRatio: number) => [{ name: 'conv1', updateRatio, gradient: 0.1 }];
    const wild = [
      report(0, 2.5),
      { ...report(10, 1e11), layers: updates(1e-12) },
      { ...report(20, 1e-6), layers: updates(1e4) },
    ];
    const { layout } = trainingCurves(wild) as { layout: Record<string, { dtick?: number }> };
    expect([layout.yaxis.dtick, layout.yaxis2.dtick]).to.deep.equal([4, 4]);
    const mild = [report(0, 2.5), report(10, 3000)];
    expect(trainingCurves(mild).layout).to.have.nested.property('yaxis.dtick', 1);
  });

  it('thins a long run, and keeps its last report', () => {
    const long = Array.from({ length: 1000 }, (_, step) => ({ step, loss: 1, layers: [] }));
    const [{ x }] = linesOf(trainingCurves(long), 'y');
    expect(x.length).to.be.at.most(151);
    expect(x.at(-1)).to.equal(999);
  });

  it('refuses anything else, and says what to pass', () => {
    const wrong = (value: unknown) => () => trainingCurves(value as TrainingReport[]);
    expect(wrong({})).to.throw(TypeError, 'trainingCurves(watch.reports)');
    expect(wrong([1])).to.throw(TypeError, 'the reports of monitor');
    expect(trainingCurves([]).data).to.have.length(1);
  });

  it('equals its snapshot', () => {
    expectSnapshot('trainingCurves', trainingCurves(reports, { events }));
  });
});
