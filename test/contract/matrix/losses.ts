import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';

/** One loss that is known and why it is borne; `recordings` are all those that show it. */
export interface ExpectedLoss {
  readonly from: string;
  readonly to: string;
  readonly kind: string;
  readonly aspect: string;
  readonly reason: string;
  readonly recordings: readonly string[];
}

export const EXPECTED_LOSSES = JSON.parse(
  readFileSync(path.join(__dirname, 'expected-loss.json'), 'utf8'),
) as readonly ExpectedLoss[];

type Aspects = Readonly<Record<string, unknown>>;

/** Aspects in which what arrived differs from what was sent. What was not said cannot be lost: a dialect may have to fill it in. */
export function findLosses(sent: Aspects, arrived: Aspects): readonly string[] {
  const said = Object.keys(sent).filter((aspect) => sent[aspect] !== undefined);
  return said.filter((aspect) => !isDeepStrictEqual(plain(sent[aspect]), plain(arrived[aspect]))).sort();
}

export function expectedLosses(from: string, to: string, kind: string, recording: string): readonly string[] {
  return EXPECTED_LOSSES.filter((loss) => loss.from === from && loss.to === to && loss.kind === kind)
    .filter((loss) => loss.recordings.includes(recording))
    .map(({ aspect }) => aspect)
    .sort();
}

/** As JSON has it: an absent member and an undefined one are the same. */
function plain(value: unknown): unknown {
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown);
}
