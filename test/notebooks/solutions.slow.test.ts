import { findLessons } from '../../site/src/lessons/files.js';
import { describeLessons } from './describeLessons.js';

describeLessons(
  'the solutions of the exercises',
  findLessons().filter(({ name }) => name.startsWith('solutions/')),
  findLessons(),
);
