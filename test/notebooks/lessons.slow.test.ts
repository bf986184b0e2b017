import { findLessons } from '../../site/src/lessons/files.js';
import { describeLessons } from './describeLessons.js';

describeLessons('the lessons and their solutions', findLessons());
