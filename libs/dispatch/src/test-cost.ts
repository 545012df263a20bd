import type { ModelFacts, ModelPrice, Usage, UsageBound } from '@tollgate/canonical';
import type { NanoUsd } from '@tollgate/kernel';
import {
  ATTEMPT_COST_NANO_MAX,
  completeUsage,
  costOf,
  countByBytes,
  estimateBound,
  priceOfPicture,
} from '@tollgate/metering';
import { mostOf } from './most-of.js';
import { picturesAccount } from './pictures-account.js';

/** A call of nobody's, for which no money is held. */
export interface TestCall {
  readonly bound: UsageBound;
  /** As its provider names it. */
  readonly model: string;
  /** undefined: unknown, and nothing is charged. */
  readonly price: ModelPrice | undefined;
  readonly facts: ModelFacts;
}

/**
 * What an answer cost, nano-dollars: as its provider told, else as the content tells. What nobody tells, or tells in units without a price,
 * is charged at the most that the call can cost.
 */
export function costOfAnswer(call: TestCall, told: Usage | undefined, serviceTier?: string): NanoUsd {
  const { bound, facts } = call;
  const usage = completeUsage(told) ?? measured(bound);
  if (usage === undefined) return mostOfTest(call);
  const price = priceOfPicture(call.price, bound.picture);
  const estimate = () => estimateOf(call);
  const attempt = { bound, pricing: { price, facts }, estimate, atStake: mostOfTest(call) };
  const { costNano } = picturesAccount(attempt, usage) ?? costOf(usage, price, serviceTier);
  return costNano === undefined || costNano > ATTEMPT_COST_NANO_MAX ? mostOfTest(call) : costNano;
}

/** What a test can cost, nano-dollars: charged where it was perhaps billed and gave no answer. */
export function mostOfTest(call: TestCall): NanoUsd {
  return mostOf(estimateOf(call), call.bound.choices);
}

function measured({ measured: units }: UsageBound): Usage | undefined {
  return units === undefined ? undefined : { inputUncached: 0, output: 0, ...units };
}

/** A test names its output limit wherever its output is text, so that no default is needed. */
function estimateOf({ bound, model, price, facts }: TestCall) {
  const priced = priceOfPicture(price, bound.picture);
  return estimateBound({ bound, model, facts, price: priced, count: countByBytes, defaultMaxOutputTokens: 0 });
}
