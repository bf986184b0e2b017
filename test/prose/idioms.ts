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
  [
    /\b(behind|ahead of) (a |an |the |each |its )?(relu|tanh|sigmoid|activation|layer|pool|norm|softmax|attention|branch|bar\b|block)/i,
    'after, before',
  ],
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
  [/\b(left|leaves?|leaving) (it |them |the \w+ |its \w+ )?as (it|they) (is|are|was|were)\b/i, 'left unchanged'],
  [/\bfit to (learn|train|be)\b/i, 'can …'],
  [/\b(less|more) an? (layer|block|unit|step)\b/i, 'per …'],
  [/\bby one an?\b/i, 'by one per …'],
  [/\blooks? as in\b/i, 'equals'],
  [/\bin the (look|way) of\b/i, 'in the style of'],
  [/\bso man(y|ieth) (of|digits|nets|groups|steps|draws|numbers|samples|trials)\b/i, 'the given number of'],
  [/\bmakes? of (its|the|their) (inputs?|samples?|weights?|numbers?)\b/i, 'computes from …'],
  [/\b(had|has|have|was|were) still to\b/i, 'had not … yet'],
  [/\bwarns? (once )?of (a|an|the)\b/i, 'warns about'],
  [/\blest\b/i, 'so that … not'],
  [/\bbeside what\b/i, 'compared with what'],
  [/\bdoes what `?\w+`? does\b/i, 'implements …'],
  [/\bquotients of differences\b/i, 'difference quotients'],
  [/\b(tells?|telling) a wrong\b/i, 'reports'],
  [/\bworth no\b/i, 'not worth a …'],
  [/\bthe (normal|uniform) law\b/i, 'the normal distribution'],
  [/\b(number|integer)s? from \d+(?! to|\d|\.\d)/i, 'of at least …, that start at …'],
  [/\balso (if|while)\b/i, 'even if, even while, including'],
  [/\berrors? of usage|\bwrong usage\b/i, 'usage error'],
  [/(?<!\bthere )\bis no (list|figure|number|place|class|error|event|cause|share)\b/i, 'is not a …'],
  [/\bexactly if\b/i, 'if and only if'],
  [/\bnot suffice\b/i, 'is not enough'],
  [/\bone['’]s own\b/i, 'your own, custom'],
  [/^diagnose of\b/, 'the diagnosis of'],
  [/\b(when|if|while) (no|a|another) cell runs\b/i, 'is running'],
  [/\bfor which \w+ \w+( \w+)? waits?\b/i, 'that … is waiting for'],
  [/\bmodels? of (one|two|several) (in|out)puts?\b/i, 'with … inputs'],
  [/\bfolder (that )?cannot be written\b(?! to)/i, 'cannot be written to'],
];

/**
 * Words that a doc comment never begins with: such a comment leans on the name below it instead of
 * being a clause.
 */
export const FALSE_STARTS =
  /^(Of|By|With|As|So|Else|For|Until|Unless|From|Past|Beyond|Per|In|On|At|To|What|Where|When|How|Those|Which|Any of|Most|Least)\b/;

/** Names of lambda parameters that say nothing of the thing. */
export const EMPTY_NAMES: readonly string[] = ['one', 'all', 'each'];

/** The widest line of a comment. */
export const COMMENT_COLUMNS = 100;
