/** Gemini 3 and later: they take a thinking level, refuse penalties, and refuse a call without its `thoughtSignature`. */
export function isGemini3(model: string): boolean {
  return /gemini-([3-9]|\d\d)/.test(model);
}
