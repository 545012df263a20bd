import { UnprocessableEntityException } from '@nestjs/common';
import type { GatewayError } from '@tollgate/canonical';
import { type Outcome, succeed } from '@tollgate/kernel';
import type { KeySettings } from '@tollgate/persistence';
import { readInstant } from '../validation/read-instant.js';
import { readMoneyLimit } from '../validation/read-money.js';
import type { KeySettingsDto } from './dto/key-settings.dto.js';

type TemporaryBudget = Pick<KeySettings, 'tempBudgetIncreaseNano' | 'tempBudgetExpiresAt'>;

/** LiteLLM's `temp_budget_increase` and `temp_budget_expiry`: both or neither; null for both ends the increase. */
export function readTemporaryBudget(
  dto: Pick<KeySettingsDto, 'temp_budget_increase' | 'temp_budget_expiry'>,
): Outcome<TemporaryBudget, GatewayError> {
  const { temp_budget_increase: increase, temp_budget_expiry: expiry } = dto;
  if (increase == null && expiry == null) {
    const isSaid = increase === null || expiry === null;
    return succeed(isSaid ? { tempBudgetIncreaseNano: null, tempBudgetExpiresAt: null } : {});
  }
  if (increase == null || expiry == null) throw notTogether();
  const amount = readMoneyLimit('temp_budget_increase', increase);
  if (!amount.ok) return amount;
  const until = readInstant('temp_budget_expiry', expiry);
  return until.ok ? succeed({ tempBudgetIncreaseNano: amount.value, tempBudgetExpiresAt: until.value }) : until;
}

/** As LiteLLM's validator of a request says it. */
function notTogether(): UnprocessableEntityException {
  const msg = 'Value error, temp_budget_increase and temp_budget_expiry must be set together';
  return new UnprocessableEntityException({ detail: [{ type: 'value_error', loc: ['body'], msg }] });
}
