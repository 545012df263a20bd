import type { LimitedScope, RouteStep, UsageBound } from '@tollgate/canonical';
import type { AttemptAsk } from '@tollgate/admission';
import type { BoundEstimate } from '@tollgate/metering';
import type { ProviderOperation } from '@tollgate/providers';
import type { DispatchAsk } from './dispatch-ask.js';

/** Whether somebody's limit needs the tokens counted; counting costs more than everything else on the path. */
export function needsCount(scopes: readonly LimitedScope[]): boolean {
  return scopes.some(({ limits }) => limits.maxBudget !== undefined || limits.tokensPerMinute !== undefined);
}

/** What admission is told of an attempt. `estimate` is absent where no limit needs it. */
export function admissionBound(
  bound: UsageBound,
  estimate: BoundEstimate | undefined,
  { outputLimit }: Pick<ProviderOperation, 'outputLimit'>,
  step: RouteStep,
  { snapshot }: Pick<DispatchAsk, 'snapshot'>,
): AttemptAsk['bound'] {
  const { facts } = snapshot.priceOf(step.deployment, step.target.model);
  return {
    inputTokens: estimate?.inputTokens ?? 0,
    price: priceOf(estimate),
    unbounded: estimate?.unbounded ?? [],
    outputMax: facts.maxOutputTokens ?? snapshot.settings.defaultMaxOutputTokens,
    choices: bound.choices,
    needsWholeAnswer: bound.needsWholeAnswer,
    reasoning: bound.reasoning || facts.reasoning === true,
    unlimited: outputLimit === 'none',
    ...(outputLimit !== 'none' && { outputMin: outputLimit.minimum }),
    ...(bound.outputLimit !== undefined && { clientLimit: bound.outputLimit }),
    ...(bound.reasoningBudget !== undefined && { reasoningBudget: bound.reasoningBudget }),
  };
}

function priceOf(estimate: BoundEstimate | undefined): AttemptAsk['bound']['price'] {
  if (estimate?.inputNano === undefined || estimate.outputNanoPerMillion === undefined) return undefined;
  return { inputNano: estimate.inputNano, outputNanoPerMillion: estimate.outputNanoPerMillion };
}
