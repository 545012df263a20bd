export {
  CounterStore,
  type CounterKey,
  type CounterState,
  type MoneyAsk,
  type ReserveAnswer,
  type ReserveAsk,
  type ScopeRef,
  type Settlement,
} from './limits/counter-store.port.js';
export { BalanceSource } from './limits/balance-source.port.js';
export { CounterLock } from './limits/counter-lock.port.js';
export { LedgerProgress } from './limits/ledger-progress.port.js';
export { AdmissionInstants } from './limits/admission-instants.js';
export { type AdmissionSettings, type AttemptAsk, type AttemptBound } from './limits/attempt-ask.js';
export { parseBudgetDuration, type BudgetPeriod } from './limits/budget-duration.js';
export { alignAnchor, computeRateWindow, computeWindow, LIFETIME } from './limits/compute-window.js';
export { CounterGate } from './limits/counter-gate.js';
export { balanceWindows, countersFor, scopesOfTarget } from './limits/counters-for.js';
export { decide, type Decision } from './limits/decide.js';
export { formatUsd } from './limits/format-usd.js';
export { Limiter, type AttemptEnd } from './limits/limiter.js';
export { MemoryCounterStore } from './limits/memory-counter-store.js';
export { WAIT_BOUNDS, type WaitBounds } from './limits/wait-line.js';
export { authorize } from './policy/authorize.js';
export { authorizeRoute } from './policy/authorize-route.js';
export { findModelDenial, type ModelDenial } from './policy/model-access.js';
export { isRouteAllowed, ROUTE_GROUPS } from './policy/route-groups.js';
