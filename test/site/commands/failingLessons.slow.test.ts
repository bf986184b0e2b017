import { writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { code, notebook, prose } from '../support/lessons.js';
import { Project, type Run } from '../support/project.js';
import { ALL_RUN, page, stop } from '../support/startRun.js';

const fine = notebook(prose('# 1 · Fine\n\nDoes it run?'), code("console.log('the sum is', 2 + 3)"));
const broken = notebook(
  prose('# 2 · Broken'),
  code('const a = 1;'),
  code("const b = a;\nthrow new RangeError('too far');"),
);

describe('npm start with some failing lessons', function () {
  this.timeout(120_000);

  let project: Project;
  let run: Run;
  before(() => {
    project = new Project({ '01-fine': fine, '02-broken': broken, 'solutions/01-fine': fine });
    writeFileSync(project.path('notebooks/03-damaged.ipynb'), '{ "cells": [');
    run = project.start('--port', '0');
  });
  after(() => project.remove());

  it('runs the lessons and serves their pages', async () => {
    expect(await page(run, '/')).to.include('href="01-fine.html"');
    expect(await page(run, '/01-fine.html')).to.include('the sum is 5');
    expect(await page(run, '/solutions/01-fine.html')).to.include('the sum is 5');
  });

  it('reports on the terminal and on the page where a lesson failed', async () => {
    expect(await page(run, '/02-broken.html')).to.include('RangeError: too far');
    expect(run.output()).to.include('notebooks/02-broken.ipynb, cell In [2], line 2: RangeError: too far');
    expect(run.output()).to.include('2 lessons failed. The pages show where.');
  });

  it('treats a file that is not a notebook as a lesson that failed', async () => {
    expect(await page(run, '/03-damaged.html')).to.include('before its first cell');
    expect(run.output()).to.match(/notebooks\/03-damaged\.ipynb, before the first cell: NotebookError: not JSON/);
  });

  it('ends with 0 on Ctrl-C while it serves', async () => {
    await run.says(ALL_RUN);
    expect(await stop(run)).to.equal(0);
  });
});
