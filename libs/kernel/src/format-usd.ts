import { type NanoUsd, usdFromNanoUsd } from './nano-usd.js';

/** Dollars as LiteLLM's texts and headers show them (Python's `repr` of a float): `10.0`, `0.04`, `1e-05`. */
export function formatUsd(nano: NanoUsd): string {
  const usd = usdFromNanoUsd(nano);
  if (Number.isInteger(usd)) return usd.toFixed(1);
  if (Math.abs(usd) >= 1e-4) return String(usd);
  return usd.toExponential().replace(/e-(\d)$/, 'e-0$1');
}
