import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { TOPICS } from '../../lib/src/diagnose/finding.js';

describe('the topics of the course', () => {
  const lessons: Record<string, string> = JSON.parse(readFileSync('notebooks/topics.json', 'utf8'));

  it('have a lesson for every topic of a finding, and for no other topic', () => {
    expect(Object.keys(lessons).sort()).to.deep.equal([...new Set(Object.values(TOPICS))].sort());
  });

  it('refer only to lessons that exist', () => {
    const missing = Object.values(lessons).filter((lesson) => !existsSync(`notebooks/${lesson}.ipynb`));
    expect(missing).to.deep.equal([]);
  });
});
