import { GatewayError } from '@tollgate/canonical';
import {
  fail,
  LIMIT_NANO_USD_MAX,
  nanoUsdFromUsd,
  succeed,
  usdFromNanoUsd,
  type NanoUsd,
  type Outcome,
} from '@tollgate/kernel';

/**
 * A limit in dollars as nano-dollars. Refused when negative or not finite (in the words of LiteLLM's transcript budgets-by-id),
 * or above what a counter holds exactly.
 */
export function readMoneyLimit(field: string, usd: number): Outcome<NanoUsd, GatewayError> {
  if (!Number.isFinite(usd) || usd < 0) {
    return refuse(field, `${field} must be a non-negative finite number. Received: ${String(usd)}`);
  }
  const nano = nanoUsdFromUsd(usd);
  if (nano === undefined || nano > LIMIT_NANO_USD_MAX) {
    const max = String(usdFromNanoUsd(LIMIT_NANO_USD_MAX));
    return refuse(
      field,
      `${field} must be at most ${max} dollars: a larger limit cannot be counted exactly. Received: ${String(usd)}`,
    );
  }
  return succeed(nano);
}

function refuse(field: string, message: string): Outcome<never, GatewayError> {
  return fail(new GatewayError('bad_request', { message, param: field }));
}
