import type { Training } from './network.js';

type Skill = Training['skill'];

/**
 * Measures accuracy: the share of right answers, where always naming the most frequent class counts
 * as 0. With one output, a value above `threshold` means class 1.
 */
export function accuracy(labels: ArrayLike<number>, threshold = 0.5): Skill {
  const classes = Array.from(labels);
  const counts = new Map<number, number>();
  for (const label of classes) counts.set(label, (counts.get(label) ?? 0) + 1);
  const blind = Math.max(...counts.values()) / classes.length;
  return (outputs) => {
    const units = outputs.length / classes.length;
    const isRight = (label: number, row: number): boolean => {
      const scores = outputs.subarray(row * units, (row + 1) * units);
      if (scores.some(Number.isNaN)) return false;
      return units === 1 ? scores[0] > threshold === label > threshold : scores.indexOf(Math.max(...scores)) === label;
    };
    return (classes.filter(isRight).length / classes.length - blind) / (1 - blind);
  };
}

/**
 * Measures the share of rows whose targets of 0 and 1 are all right, where always giving the most
 * frequent row counts as 0.
 */
export function exactRows(targets: ArrayLike<number>, columns: number): Skill {
  const rows = wordsOf(targets, columns);
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(row, (counts.get(row) ?? 0) + 1);
  const blind = Math.max(...counts.values()) / rows.length;
  return (outputs) => {
    const given = wordsOf(outputs, columns);
    return (rows.filter((row, i) => row === given[i]).length / rows.length - blind) / (1 - blind);
  };
}

/** Writes each row as a word of zeros and ones. */
function wordsOf(values: ArrayLike<number>, columns: number): string[] {
  const bits = Array.from(values, (value) => (value > 0.5 ? '1' : '0'));
  return Array.from({ length: bits.length / columns }, (_, row) =>
    bits.slice(row * columns, (row + 1) * columns).join(''),
  );
}

/** Measures the share of the variance of the targets, column by column, that is explained. */
export function explained(targets: ArrayLike<number>, columns = 1): Skill {
  const rows = targets.length / columns;
  const mean = Array.from({ length: columns }, (_, column) => {
    let sum = 0;
    for (let row = 0; row < rows; row++) sum += targets[row * columns + column];
    return sum / rows;
  });
  return (outputs) => {
    const shares = mean.map((center, column) => {
      let [error, variance] = [0, 0];
      for (let i = column; i < targets.length; i += columns) {
        error += (outputs[i] - targets[i]) ** 2;
        variance += (targets[i] - center) ** 2;
      }
      return 1 - error / variance;
    });
    return shares.reduce((sum, share) => sum + share / columns, 0);
  };
}

/**
 * Measures how much of the entropy of the labels a distribution over classes explains. The outputs
 * are probabilities, or logits if `areLogits` is set.
 */
export function information(labels: ArrayLike<number>, classes: number, areLogits = false): Skill {
  const counts = new Float64Array(classes);
  for (let i = 0; i < labels.length; i++) counts[labels[i]]++;
  const shares = [...counts].map((count) => count / labels.length).filter((share) => share > 0);
  const entropy = shares.reduce((sum, share) => sum - share * Math.log(share), 0);
  return (outputs) => {
    let loss = 0;
    for (let row = 0; row < labels.length; row++) {
      const scores = outputs.subarray(row * classes, (row + 1) * classes);
      const top = Math.max(...scores);
      const total = scores.reduce((sum, score) => sum + (areLogits ? Math.exp(score - top) : score), 0);
      const own = scores[labels[row]];
      loss -= (areLogits ? own - top - Math.log(total) : Math.log(own / total)) / labels.length;
    }
    return 1 - loss / entropy;
  };
}
