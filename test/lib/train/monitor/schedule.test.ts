import { expect } from 'chai';
import { Schedule } from '../../../../lib/src/train/monitor/schedule.js';

/** Simulates a run with a clock of its own, and returns the steps of the reports. */
function simulate(options: { stepMs: (step: number) => number; reportMs: number; steps: number; startMs?: number }): {
  reports: number[];
  share: number;
} {
  const { stepMs, reportMs, steps, startMs = reportMs } = options;
  let now = 0;
  const schedule = new Schedule(undefined, () => now);
  schedule.report(0, () => {
    now += startMs;
  });
  schedule.endStartUp();
  const reports: number[] = [];
  for (let step = 1; step <= steps; step++) {
    now += stepMs(step);
    if (!schedule.isDue(step)) continue;
    reports.push(step);
    schedule.report(step, () => {
      now += reportMs;
    });
  }
  return { reports, share: (reports.length * reportMs) / now };
}

describe('the schedule of a monitor', () => {
  it('takes less than 3 % of the time between the first and the last report, however long steps and reports take', () => {
    for (const stepMs of [0.1, 1, 30, 1000]) {
      for (const reportMs of [0.01 * stepMs, stepMs, 4 * stepMs, 60 * stepMs]) {
        const { reports, share } = simulate({ stepMs: () => stepMs, reportMs, steps: 2000 });
        expect(share, `${stepMs} ms a step, ${reportMs} ms a report`).to.be.at.most(0.03);
        expect(reports.length, `${stepMs} ms a step, ${reportMs} ms a report`).to.be.at.least(
          reportMs > 30 * stepMs ? 0 : 1,
        );
      }
    }
  });

  it('uses most of what it may take, at round steps', () => {
    const { reports, share } = simulate({ stepMs: () => 10, reportMs: 40, steps: 2000 });
    expect(share).to.be.above(0.015);
    expect(reports.every((step) => step % 50 === 0)).to.equal(true);
  });

  it('stretches when steps become faster', () => {
    const { reports } = simulate({
      stepMs: (step) => (step <= 500 ? 20 : 1),
      reportMs: 40,
      steps: 4000,
    });
    const distances = reports.map((step, i) => step - (reports[i - 1] ?? 0));
    expect(reports[0]).to.be.at.most(200);
    expect(distances.at(-1)).to.be.above(2 * distances[1]);
  });

  it('counts a slow start and the last report, even in a short run', () => {
    for (const steps of [60, 200, 1000]) {
      const { reports } = simulate({ stepMs: () => 20, reportMs: 80, steps, startMs: 200 });
      const spentMs = 200 + 80 * (reports.length + 1);
      if (reports.length > 0) expect(spentMs / (20 * steps), `${steps} steps`).to.be.below(0.05);
    }
    const { reports } = simulate({ stepMs: () => 20, reportMs: 80, steps: 1000, startMs: 200 });
    expect(reports.length).to.be.at.least(5);
  });

  it('keeps to a fixed distance whatever it costs', () => {
    let now = 0;
    const schedule = new Schedule(5, () => now);
    const due = Array.from({ length: 12 }, (_, i) => i + 1).filter((step) => {
      now += 1;
      return schedule.isDue(step) && schedule.report(step, () => (now += 1000)) > 0;
    });
    expect(due).to.deep.equal([5, 10]);
    expect(schedule.share).to.be.closeTo(2000 / 2012, 1e-9);
  });

  it('makes the first two reports of remarkable steps at any cost, and limits the others', () => {
    let now = 0;
    const schedule = new Schedule(undefined, () => now);
    schedule.report(0, () => (now += 100));
    now += 1;
    const taken = [1, 2, 3].map(
      (step) => schedule.takeRemarkable(step) && schedule.report(step, () => (now += 100)) > 0,
    );
    expect(taken).to.deep.equal([true, true, false]);
    now += 20_000;
    expect(schedule.takeRemarkable(4)).to.equal(true);
    const fixed = new Schedule(5, () => now);
    expect(Array.from({ length: 30 }, (_, step) => fixed.takeRemarkable(step)).filter(Boolean)).to.have.length(20);
  });
});
