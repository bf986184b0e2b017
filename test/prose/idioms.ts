/** Phrases that read as translated, each with what to write instead. */
export const IDIOMS: readonly (readonly [RegExp, string])[] = [
  [/\b(whoever|somebody)\b/i, 'you, or the person by their role'],
  [/\bwho (looks|wants|reads|uses|takes)\b/i, 'if you …'],
  [/\banew\b/i, 'again, or re-initialize'],
  [/\bin the place of\b/i, 'instead of'],
  [/\bput(s|ting)? right\b/i, 'fix, repair'],
  [/\bmend(s|ed|ing)?\b/i, 'fix, repair'],
  [/\btak(e|es|ing) (it |them |that |this )?away\b/i, 'remove'],
  [/\b(is|are|was|were|be|been) told\b/i, 'is reported, or name who says what'],
  [/\btold (by|from|of)\b/i, 'reported by, recognized by'],
  [/\bheeded\b/i, 'respected, used'],
  [
    /\ba training\b(?! (loop|step|run|set|batch|loss|callback|task|example|sample|data|curve|rate|failure|result|history|tool|framework))/i,
    'a run, training',
  ],
  [/\btrainings\b/i, 'runs'],
  [/\bby its parts\b/i, 'duck-typed'],
  [/\b(behind|ahead of) (a |an |the )?(relu|tanh|sigmoid|activation|layer|pool|norm|softmax)/i, 'after, before'],
  [/\bgradients? by (the |its |their |each |all |x|z|a|w)\b/i, 'gradient with respect to'],
  [/\bderivatives? by\b/i, 'derivative with respect to'],
  [/\bcarr(y|ies|ied) out\b/i, 'run, do'],
  [/\bin small\b(?! (steps|pieces|numbers))/i, 'a small version'],
  [/(^|[.!?:] )the same in\b/i, 'say it in full'],
  [/\bas it likes\b/i, 'any …'],
  [/\b(that|which) (it|they|the \w+|a \w+) (has|have) not\b/i, 'lacks'],
  [/\bof which there (is|are)\b/i, 'turn the sentence round'],
  [/\bnot so:/i, 'Expected … to hold'],
  [/\bwhat a layer puts out\b/i, 'output'],
  [/\bit comes to\b/i, 'it amounts to, the result'],
  [/\bare such as\b/i, 'are what …'],
  [/\bfrom time to time\b/i, 'now and then'],
  [/\bfor want of\b/i, 'because there was no …'],
  [/\bto be had\b/i, 'available'],
  [/\b(?:is|are) (?:to be )?heard by\b/i, 'is read by'],
  [/\bby themselves (?:are|is)\b/i, 'alone'],
  [/\bonce more\b/i, 'again'],
  [/\bat first hand\b/i, 'directly'],
  [/\bat last\b/i, 'finally'],
];

/** Words that a doc comment never begins with: such a comment leans on the name below it instead of being a clause. */
export const FALSE_STARTS = /^(Of|By|With|As|So|Else|For|Until|Unless|From|Past|Beyond|Per|In|On|At|To)\b/;

/** Names of lambda parameters that say nothing of the thing. */
export const EMPTY_NAMES: readonly string[] = ['one', 'all', 'each'];

/** The widest line of a comment. */
export const COMMENT_COLUMNS = 100;
