import { tagHighlighter, tags } from '@lezer/highlight';

/** The kinds of words that have a colour in code that cannot be edited, with the same classes. */
export const KINDS = tagHighlighter([
  { tag: tags.comment, class: 'c' },
  { tag: [tags.keyword, tags.modifier, tags.operatorKeyword], class: 'k' },
  { tag: [tags.literal, tags.bool, tags.null, tags.self], class: 'n' },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], class: 's' },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName)], class: 'f' },
  { tag: [tags.typeName, tags.className, tags.namespace], class: 't' },
]);
