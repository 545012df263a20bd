/** Models from before `output_config.format` (platform.claude.com, "Structured outputs": Opus 4.1, Sonnet 4.5, Haiku 4.5 and later have it). */
const WITHOUT = /claude-(instant|[23](?!\d)|(opus|sonnet)-4(-0)?([-@]2025\d{4})?$|4-(opus|sonnet)([-@]|$))/;

export function takesSchemas(model: string): boolean {
  return !WITHOUT.test(model);
}
