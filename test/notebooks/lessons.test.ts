import { findLessons } from '../../site/src/lessonFiles.js';
import { describeLessons } from './describeLessons.js';

describeLessons(
  'the lessons',
  findLessons().filter(({ name }) => !name.startsWith('solutions/')),
);
