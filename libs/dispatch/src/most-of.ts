import { roundUpCost, costProduct, type NanoUsd } from '@tollgate/kernel';
import { ATTEMPT_COST_NANO_MAX, type BoundEstimate } from '@tollgate/metering';

/** The most an attempt can cost, nano-dollars; 0 where the price is not known. */
export function mostOf({ inputNano, outputNanoPerMillion, outputMax }: BoundEstimate, choices: number): NanoUsd {
  if (inputNano === undefined || outputNanoPerMillion === undefined) return 0n;
  const most = inputNano + roundUpCost(costProduct(outputMax * choices, outputNanoPerMillion));
  return most < ATTEMPT_COST_NANO_MAX ? most : ATTEMPT_COST_NANO_MAX;
}
