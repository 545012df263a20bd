export { CounterStore, type CounterState, type MoneyAsk, type ReserveAnswer, type ReserveAsk, type Settlement } from './limits/counter-store.port.js';
export { BalanceSource } from './limits/balance-source.port.js';
