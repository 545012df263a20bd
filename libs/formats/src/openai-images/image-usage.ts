import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { Usage } from '@tollgate/canonical';

/** Usage of pictures: tokens of text and picture apart; where the provider tells none, the pictures that it made. */
export function imageUsage(value: JsonValue | undefined, pictures: number): Usage {
  const tokens = isJsonObject(value) ? tokensOf(value) : undefined;
  return tokens ?? { inputUncached: 0, output: 0, images: pictures };
}

function tokensOf(usage: JsonObject): Usage | undefined {
  const { input_tokens: input, output_tokens: output } = usage;
  if (typeof input !== 'number' || typeof output !== 'number') return undefined;
  const inputImage = detail(usage['input_tokens_details'], 'image_tokens') ?? 0;
  const outputText = detail(usage['output_tokens_details'], 'text_tokens') ?? 0;
  return {
    inputUncached: input - inputImage,
    inputImage,
    output: outputText,
    outputImage: output - outputText,
    raw: usage,
  };
}

function detail(details: JsonValue | undefined, name: string): number | undefined {
  const value = isJsonObject(details) ? details[name] : undefined;
  return typeof value === 'number' ? value : undefined;
}
