import type { StoredTensor } from '../../model/files/weightFile.js';
import { looksLike } from './looksLike.js';
import type { TensorRole } from './tensorRole.js';
import { type TensorStatistics, tensorStatistics } from './tensorStatistics.js';

/** A row of the table: one tensor. */
export interface TensorRow {
  name: string;
  shape: readonly number[];
  dtype: string;
  role: TensorRole['kind'];
  fanIn?: number;
  fanOut?: number;
  /** Whether name and shape leave doubt about the fans. */
  isGuess?: boolean;
  statistics?: TensorStatistics;
  looksLike?: string;
  /** Remarks about units that are zero, equal or not finite. */
  remarks: string[];
}

export function describeTensor(tensor: StoredTensor, role: TensorRole): TensorRow {
  const { name, shape, dtype, read } = tensor;
  const { kind, fanIn, fanOut, isGuess } = role;
  const isMatrix = kind === 'matrix';
  const row = {
    name,
    shape,
    dtype,
    role: kind,
    ...(isMatrix && fanIn !== undefined && { fanIn }),
    ...(isMatrix && fanOut !== undefined && { fanOut }),
    ...(isMatrix && isGuess && { isGuess }),
  };
  if (read === undefined) return { ...row, remarks: [] };
  const numbers = read();
  const statistics = tensorStatistics(numbers, shape, role.unitAxis);
  return {
    ...row,
    statistics,
    looksLike: looksLike(numbers, shape, role, statistics),
    remarks: remarksOf(role, shape, statistics),
  };
}

function remarksOf(role: TensorRole, shape: readonly number[], statistics: TensorStatistics): string[] {
  const { count, nonFinite, zeroUnits, equalUnits, nonFiniteUnits, largest } = statistics;
  const units = role.unitAxis === undefined ? 0 : shape[role.unitAxis];
  const of = (some: number, what: string): string[] => (some > 0 ? [`${some} of ${units} units ${what}`] : []);
  if (nonFinite > 0 && units === 0) return [`${nonFinite} of ${count} numbers are NaN or infinite`];
  const isZero = largest === 0 && nonFinite === 0;
  return [
    ...of(nonFiniteUnits, 'with NaN or infinite weights'),
    ...(isZero ? [] : of(zeroUnits, 'with only zero weights')),
    ...(isZero ? [] : of(equalUnits, 'with the same weights as another')),
  ];
}
