import { findLessons } from '../../site/src/lessons/files.js';
import { describeLessons } from './describeLessons.js';

// The slow tests run every lesson and every solution in the same way.
describeLessons(
  'the first lesson that only needs the library',
  findLessons().filter(({ name }) => name === '01-variance-math'),
);
