import { totalInputTokens, totalOutputTokens, type Usage } from '@tollgate/canonical';

/** What a third party reads out of a recorded answer (`usage.json`). */
export interface UsageRow {
  readonly exchange: number;
  readonly usage: Readonly<Record<string, number>>;
}

/** Fails where our buckets and the third party's totals and details differ; `totalsOnly` where the details contradict themselves. */
export function compareUsage(usage: Usage, row: UsageRow, totalsOnly: boolean): void {
  const theirs = row.usage;
  const ours = { input: totalInputTokens(usage), output: totalOutputTokens(usage) };
  expect(ours).toEqual({ input: theirs['input_tokens'], output: theirs['output_tokens'] });
  if (totalsOnly) return;
  const details: readonly (readonly [string, number | undefined])[] = [
    ['cache_read_tokens', usage.cacheRead],
    ['cache_write_tokens', (usage.cacheWrite5m ?? 0) + (usage.cacheWrite1h ?? 0)],
    ['cache_write_1h_tokens', usage.cacheWrite1h],
    ['output_reasoning_tokens', usage.reasoning],
    ['input_audio_tokens', usage.inputAudio],
    ['output_audio_tokens', usage.outputAudio],
  ];
  for (const [name, value] of details)
    if (theirs[name] !== undefined) expect([name, value ?? 0]).toEqual([name, theirs[name]]);
}

export function checkIntegers(usage: Partial<Usage>): void {
  for (const [bucket, value] of Object.entries(usage)) {
    if (bucket === 'raw') continue;
    expect([bucket, Number.isSafeInteger(value) && (value as number) >= 0]).toEqual([bucket, true]);
  }
}
