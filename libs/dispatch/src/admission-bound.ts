import { hasBudget, type LimitedScope, type RouteStep, type UnitCounts, type UsageBound } from '@tollgate/canonical';
import type { AttemptAsk } from '@tollgate/admission';
import type { NanoUsd } from '@tollgate/kernel';
import type { BoundEstimate } from '@tollgate/metering';
import type { ProviderOperation } from '@tollgate/providers';
import type { DispatchAsk } from './dispatch-ask.js';

/** Whether somebody's limit needs the tokens counted; counting costs more than everything else on the path. */
export function needsCount(scopes: readonly LimitedScope[]): boolean {
  return scopes.some(({ limits }) => hasBudget(limits) || limits.tokensPerMinute !== undefined);
}

/** What an attempt can use, and how much of that was counted rather than learned. */
export interface CountedEstimate extends BoundEstimate {
  /** Input tokens as counted; undefined where they cannot be, so that nothing is to be learned from what is reported. */
  readonly counted: number | undefined;
  /** What the input costs before anything learned was added; absent where nothing was. */
  readonly countedInputNano?: NanoUsd | undefined;
}

/** What admission is told of an attempt. `estimate` is absent where no limit needs it. */
export function admissionBound(
  bound: UsageBound,
  estimate: CountedEstimate | undefined,
  { outputLimit }: Pick<ProviderOperation, 'outputLimit'>,
  step: RouteStep,
  { snapshot }: Pick<DispatchAsk, 'snapshot'>,
): AttemptAsk['bound'] {
  const { facts } = snapshot.priceOf(step.deployment, step.target.model);
  return {
    inputTokens: estimate?.inputTokens ?? 0,
    price: priceOf(estimate),
    ...pieceFieldOf(bound),
    unbounded: estimate?.unbounded ?? [],
    outputMax: outputMaxOf(bound, facts.maxOutputTokens ?? snapshot.settings.defaultMaxOutputTokens),
    choices: bound.choices,
    needsWholeAnswer: bound.needsWholeAnswer,
    reasoning: bound.reasoning || facts.reasoning === true,
    unlimited: outputLimit === 'none',
    ...(outputLimit !== 'none' && { outputMin: outputLimit.minimum }),
    ...(bound.outputLimit !== undefined && { clientLimit: bound.outputLimit }),
    // no token rate is charged with the output of what has none
    ...(bound.output === 'none' && { clientLimit: 0 }),
    ...(bound.reasoningBudget !== undefined && { reasoningBudget: bound.reasoningBudget }),
  };
}

/** What is no text has a size of its own: what was asked for says how large it can be, and no limit goes upstream. */
function outputMaxOf({ output, outputLimit }: UsageBound, modelMax: number): number {
  if (output === undefined) return modelMax;
  return output === 'none' ? 1 : (outputLimit ?? modelMax);
}

const PIECE_FIELDS = {
  images: 'output_cost_per_image',
  seconds: 'input_cost_per_second',
  characters: 'input_cost_per_character',
  pages: 'ocr_cost_per_page',
} as const satisfies Record<keyof UnitCounts, string>;

function pieceFieldOf({ units }: UsageBound): Pick<AttemptAsk['bound'], 'pieceField'> {
  const [unit] = Object.keys(units ?? {}) as (keyof UnitCounts)[];
  return unit === undefined ? {} : { pieceField: PIECE_FIELDS[unit] };
}

function priceOf(estimate: CountedEstimate | undefined): AttemptAsk['bound']['price'] {
  if (estimate?.inputNano === undefined || estimate.outputNanoPerMillion === undefined) return undefined;
  const { inputNano, outputNanoPerMillion, countedInputNano } = estimate;
  return { inputNano, outputNanoPerMillion, ...(countedInputNano !== undefined && { countedInputNano }) };
}
