import { expect } from 'chai';
import type { Check, Stage } from '../../../lib/src/diagnose/checks/check.js';
import { checks } from '../../../lib/src/diagnose/checks/checks.js';
import type { Evidence } from '../../../lib/src/diagnose/evidence/evidence.js';
import { type FindingDraft, type FindingKind, TOPICS } from '../../../lib/src/diagnose/finding.js';
import { inOrder, runChecks } from '../../../lib/src/diagnose/runChecks.js';

/** Stands for evidence, which the checks below do not read. */
const none = {} as Evidence;

interface Fake {
  /** Whether a trial has decided that the finding is a note. */
  isTried?: boolean;
  stage: Stage;
  finds?: FindingKind;
  severity?: 'note';
  /** Whether the repaired network did not learn in a trial either. */
  isUnconfirmed?: boolean;
  explains?: FindingKind[];
  kinds?: FindingKind[];
}

/** Makes a check that finds one thing, or nothing. */
function fake({
  stage,
  finds,
  severity,
  explains = [],
  kinds = finds ? [finds] : [],
  isTried,
  isUnconfirmed,
}: Fake): Check {
  const decided = {
    ...(severity && { severity }),
    ...(isTried && { trial: { before: 1, after: 0.9 } }),
    isUnconfirmed,
  };
  const draft = { kind: finds, repair: [], why: `${finds}.`, ...decided } as unknown as FindingDraft;
  return { stage, kinds, explains, run: () => (finds === undefined ? [] : [draft]) };
}

function kindsFound(list: readonly Check[]): string[] {
  return runChecks(list, none).map(({ kind, severity }) => (severity === 'note' ? `${kind} (note)` : kind));
}

describe('runChecks', () => {
  it('judges a stage only if the stages that it rests on have no fault', () => {
    const list = [
      fake({ stage: 'rate', finds: 'learningRate' }),
      fake({ stage: 'loss', finds: 'initialLoss' }),
      fake({ stage: 'signal', finds: 'dead' }),
      fake({ stage: 'data', finds: 'input' }),
      fake({ stage: 'scale', finds: 'wrongGain' }),
    ];
    expect(kindsFound(list)).to.deep.equal(['input', 'wrongGain']);
    expect(kindsFound(list.slice(0, 3))).to.deep.equal(['dead']);
    expect(kindsFound(list.slice(0, 2))).to.deep.equal(['initialLoss']);
  });

  it('judges a stage if the stages that it rests on have only notes', () => {
    const list = [
      fake({ stage: 'data', finds: 'input', severity: 'note' }),
      fake({ stage: 'loss', finds: 'initialLoss', severity: 'note' }),
      fake({ stage: 'rate', finds: 'learningRate' }),
    ];
    expect(kindsFound(list)).to.deep.equal(['learningRate', 'input (note)', 'initialLoss (note)']);
  });

  it('lets a finding whose repair does not help give way to another fault, and reports it otherwise', () => {
    const doubtful = fake({ stage: 'scale', finds: 'wrongGain', severity: 'note', isUnconfirmed: true });
    const other = fake({ stage: 'rate', finds: 'learningRate' });
    expect(kindsFound([doubtful, other])).to.deep.equal(['learningRate', 'wrongGain (note)']);
    expect(kindsFound([doubtful])).to.deep.equal(['wrongGain']);
  });

  it('ignores the consequences of a fault of the same stage, whatever the order of the checks', () => {
    const cause = fake({ stage: 'signal', finds: 'residualGrowth', explains: ['dead'] });
    const consequence = fake({ stage: 'signal', finds: 'dead', kinds: ['dead', 'bias'] });
    const other = fake({ stage: 'signal', finds: 'correlationCollapse' });
    expect(kindsFound([consequence, other, cause])).to.have.members(['residualGrowth', 'correlationCollapse']);
    expect(kindsFound([cause, other, consequence])).to.have.members(['residualGrowth', 'correlationCollapse']);
  });

  it('turns a note into a fault if one of its consequences is found, and reports both as one', () => {
    const note = fake({ stage: 'scale', finds: 'wrongGain', severity: 'note', explains: ['saturated'] });
    const consequence = fake({ stage: 'signal', finds: 'saturated' });
    const other = fake({ stage: 'signal', finds: 'residualGrowth' });
    const [found, ...rest] = runChecks([consequence, note], none);
    expect(found).to.include({ kind: 'wrongGain', severity: 'fault', why: 'wrongGain. saturated.' });
    expect(rest).to.deep.equal([]);
    expect(kindsFound([note, other])).to.deep.equal(['residualGrowth', 'wrongGain (note)']);
  });

  it('leaves a note that a trial has decided as it is, and drops its consequence', () => {
    const note = fake({ stage: 'scale', finds: 'wrongGain', severity: 'note', explains: ['saturated'], isTried: true });
    const consequence = fake({ stage: 'signal', finds: 'saturated' });
    expect(kindsFound([note, consequence])).to.deep.equal(['wrongGain (note)']);
  });

  it('makes remarks after the faults, whatever else is wrong', () => {
    const remark = fake({ stage: 'remarks', finds: 'hiddenByNormalization', severity: 'note' });
    const list = [remark, fake({ stage: 'structure', finds: 'symmetric' }), fake({ stage: 'data', finds: 'input' })];
    expect(kindsFound(list)).to.deep.equal(['input', 'symmetric', 'hiddenByNormalization (note)']);
  });

  it('refuses checks that explain each other in a circle', () => {
    const list = [
      fake({ stage: 'scale', finds: 'wrongGain', explains: ['wrongFan'] }),
      fake({ stage: 'scale', finds: 'wrongFan', explains: ['wrongGain'] }),
    ];
    expect(() => runChecks(list, none)).to.throw(Error, 'scale explain each other in a circle');
  });
});

describe('the checks of diagnose', () => {
  it('can make every kind of finding that is documented, and no other', () => {
    const kinds = new Set(checks.flatMap((check) => check.kinds));
    expect([...kinds].sort()).to.deep.equal(Object.keys(TOPICS).sort());
  });

  it('run in one order of stages and causes, however they are listed', () => {
    const places = (list: readonly Check[]): number[] => list.map((check) => checks.indexOf(check));
    const ordered = inOrder(checks);
    expect(places(ordered)).to.have.members([...checks.keys()]);
    const isBefore = (first: Check, second: Check, list: readonly Check[]): boolean =>
      list.indexOf(first) < list.indexOf(second);
    const backwards = inOrder([...checks].reverse());
    for (const cause of checks) {
      for (const check of checks) {
        if (check === cause || check.stage !== cause.stage) continue;
        if (!cause.explains.some((kind) => check.kinds.includes(kind))) continue;
        expect(isBefore(cause, check, ordered) && isBefore(cause, check, backwards)).to.equal(true);
      }
    }
  });
});
