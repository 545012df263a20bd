import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Difference } from './compare/difference.js';

/** Why an answer may differ from LiteLLM's. */
export const REASONS = [
  'python-repr',
  'secret-or-hash',
  'licence-gate',
  '500-for-4xx',
  'retry-of-4xx',
  'duplicate-data',
  'documented-by-an-issue',
] as const;

export interface IntendedDifference {
  readonly scenario: string;
  /** Number of the step, from 1. */
  readonly step: number;
  /** A path, with all that is below it. */
  readonly path: string;
  readonly reason: (typeof REASONS)[number];
  readonly note: string;
}

export function readIntendedDifferences(): readonly IntendedDifference[] {
  return JSON.parse(
    readFileSync(join(__dirname, 'intended-differences.json'), 'utf8'),
  ) as readonly IntendedDifference[];
}

/** The entry that covers a difference. */
export function findIntended(
  intended: readonly IntendedDifference[],
  scenario: string,
  step: number,
  { path }: Difference,
): IntendedDifference | undefined {
  return intended.find(
    (entry) =>
      entry.scenario === scenario && entry.step === step && (path === entry.path || path.startsWith(`${entry.path}.`)),
  );
}

/** Whether an entry counts against the share of steps that may differ: not what was decided openly, nor the text of a message. */
export function counts({ path, reason }: IntendedDifference): boolean {
  if (reason === 'documented-by-an-issue') return false;
  return !(path.endsWith('.message') && (reason === 'python-repr' || reason === 'secret-or-hash'));
}
