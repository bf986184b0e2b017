/** How a finding is put right. */
export interface Repair {
  /** TypeScript to paste, with its imports: `model`, `x` and `y` are those that were diagnosed. */
  code: string;
  /** Changes the model in place, as the code does. Absent where the repair lies outside of its weights: in the data, or the optimizer. */
  apply?: () => void;
}

/** A repair whose code is yet without its imports. */
export interface RepairSteps extends Repair {
  /** Names that the code takes from `initlab`. */
  imports: readonly string[];
}

/** One repair after the other. */
export function both(first: RepairSteps, second: RepairSteps): RepairSteps {
  return {
    imports: [...first.imports, ...second.imports],
    code: `${first.code}\n${second.code}`,
    apply: () => {
      first.apply?.();
      second.apply?.();
    },
  };
}

export function withImports({ imports, code, apply }: RepairSteps): Repair {
  const names = [...new Set(imports)].sort();
  const lines = [
    ...(/\btf\./.test(code) ? ["import * as tf from '@tensorflow/tfjs-core';"] : []),
    ...(names.length > 0 ? [`import { ${names.join(', ')} } from 'initlab';`] : []),
  ];
  return { code: [...lines, code].join('\n'), ...(apply && { apply }) };
}
