/** Models from before structured outputs, which begin with gpt-4o-2024-08-06 and gpt-4o-mini (platform.openai.com, "Structured outputs"). */
const WITHOUT = /^(ft:)?gpt-(3\.?5-turbo|4(-(\d|turbo|32k|vision)[^:]*)?(:|$)|4o-2024-05-13)/;

export function takesSchemas(model: string): boolean {
  return !WITHOUT.test(model);
}
