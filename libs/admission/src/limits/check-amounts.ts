import type { CounterRef } from '@tollgate/canonical';
import type { MoneyAsk, ReserveAsk, Settlement } from './counter-store.port.js';

/** Throws RangeError unless every amount of the ask is an integer >= 0 (money-and-ledger 1: nothing is clamped). */
export function checkAsk(ask: ReserveAsk): void {
  requireAmount('tokens', ask.tokens);
  requireCount('attempt', ask.attempt);
  ask.counters.forEach(checkCounter);
  if (ask.money !== undefined) checkMoney(ask.money);
  else if (ask.counters.some((counter) => counter.kind === 'money'))
    throw new RangeError('a money counter needs a money ask');
  if (ask.previous !== undefined) checkSettlement(ask.previous);
}

export function checkSettlement(settlement: Settlement): void {
  requireCount('attempt', settlement.attempt);
  requireAmount('costNano', settlement.costNano);
  requireAmount('tokens', settlement.tokens);
}

export function requireAmount(name: string, value: unknown): void {
  if (typeof value !== 'bigint' || value < 0n) throw new RangeError(`${name} is not an integer >= 0: ${String(value)}`);
}

function checkCounter(counter: CounterRef): void {
  requireAmount('limit', counter.limit);
}

function checkMoney(money: MoneyAsk): void {
  requireAmount('inputNano', money.inputNano);
  if (money.countedInputNano !== undefined) requireAmount('countedInputNano', money.countedInputNano);
  requireAmount('outputNanoPerMillion', money.outputNanoPerMillion);
  requireCount('outputMax', money.outputMax);
  requireCount('outputMin', money.outputMin);
  requireCount('floor', money.floor);
  if (money.clientLimit !== undefined) requireCount('clientLimit', money.clientLimit);
}

function requireCount(name: string, value: unknown): void {
  if (!Number.isSafeInteger(value) || (value as number) < 0) {
    throw new RangeError(`${name} is not an integer >= 0: ${String(value)}`);
  }
}
