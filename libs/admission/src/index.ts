export { type Balance, BalanceSource } from './limits/balance-source.port.js';
export { CounterLock } from './limits/counter-lock.port.js';
export { LedgerProgress } from './limits/ledger-progress.port.js';
export { AdmissionInstants } from './limits/admission-instants.js';
export { type AttemptAsk } from './limits/attempt-ask.js';
export { instantOf, wallAt, type WallTime } from './limits/wall-clock.js';
export { alignAnchor, computeWindow, LIFETIME } from './limits/compute-window.js';
export { CounterGate } from './limits/counter-gate.js';
export { balanceWindows, scopesOfAttempt, windowStarts } from './limits/counters-for.js';
export { Limiter, type AttemptEnd } from './limits/limiter.js';
export { CounterStore } from './limits/counter-store.port.js';
export { MemoryCounterStore } from './limits/memory-counter-store.js';
export { authorize } from './policy/authorize.js';
export { authorizeRoute } from './policy/authorize-route.js';
export { findGroupDenial, findModelDenial, holdsModel, NO_MODELS, SPECIAL_MODEL_NAMES } from './policy/model-access.js';
export { isMoreMoney, type MoneyPerTime } from './policy/grants/is-more-money.js';
export { findBinding } from './policy/grants/find-binding.js';
export { refuseKeyGrant } from './policy/grants/refuse-key-grant.js';
export { refuseFreeingOfBudget } from './policy/grants/refuse-freeing.js';
export { refuseLimits, refuseLoosenedLimits } from './policy/grants/refuse-limits.js';
export {
  isHeldBack,
  type MemberPowers,
  refuseMemberGrant,
  refuseRoleGrant,
  refuseUncompared,
  refuseWhereHeldBack,
} from './policy/grants/refuse-role-grant.js';
export { refuseMove, refuseRemoval } from './policy/grants/refuse-move.js';
export { type Above, refuseHolderGrant, refuseModelsAbove } from './policy/grants/refuse-holder-grant.js';
