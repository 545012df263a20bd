/**
 * The most input tokens that one image can become, by model name; the first match counts. From the providers' documentation
 * of image input. A model without a row: its images are bounded by the context window.
 */
const ROWS: readonly { readonly model: RegExp; readonly tokens: number }[] = [
  // OpenAI, "Images and vision": tiles of 512 px after scaling to 768 px on the short and 2048 px on the long side: at most 8 tiles.
  { model: /^gpt-4o-mini/, tokens: 2_833 + 8 * 5_667 },
  { model: /^(gpt-4o|gpt-4\.5|gpt-4-turbo|chatgpt-4o)/, tokens: 85 + 8 * 170 },
  { model: /^(o1|o3)(-|$)/, tokens: 75 + 8 * 150 },
  // The same page: patches of 32 px, at most 1,536, times the model's factor (mini 1.62, nano 2.46, o4-mini 1.72).
  { model: /^gpt-(4\.1|5)-nano/, tokens: Math.ceil(1_536 * 2.46) },
  { model: /^gpt-(4\.1|5)-mini/, tokens: Math.ceil(1_536 * 1.62) },
  { model: /^o4-mini/, tokens: Math.ceil(1_536 * 1.72) },
  { model: /^gpt-4\.1(-2|$)/, tokens: 85 + 8 * 170 },
  // OpenAI, "Image generation": at high input fidelity 6,240 tokens beside 65 and 129 for each tile of an input picture.
  { model: /^(gpt|chatgpt)-image/, tokens: 7_000 },
  // Anthropic, "Vision": width x height / 750 of at most 1568 px on the long side; models with high-resolution input reach 4,784.
  { model: /^claude-/, tokens: 4_784 },
];

/** undefined: not known. */
export function imageTokensMax(model: string): number | undefined {
  const name = model.slice(model.lastIndexOf('/') + 1);
  return ROWS.find((row) => row.model.test(name))?.tokens;
}
