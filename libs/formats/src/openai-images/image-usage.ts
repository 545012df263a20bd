import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { PictureAsked, Usage } from '@tollgate/canonical';

/** Usage of pictures, as an answer or the end of one tells it: tokens of text and picture apart; without any, the pictures that it made. */
export function imageUsage(told: JsonObject, pictures: number): Usage {
  const { usage } = told;
  const tokens = isJsonObject(usage) ? tokensOf(usage) : undefined;
  return tokens ?? { inputUncached: 0, output: 0, images: pictures, ...madeOf(told) };
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

function madeOf({ size, quality }: JsonObject): Pick<Usage, 'made'> {
  const made: PictureAsked = {
    ...(typeof size === 'string' && { size }),
    ...(typeof quality === 'string' && { quality }),
  };
  return Object.keys(made).length === 0 ? {} : { made };
}
