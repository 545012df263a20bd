import { PROVIDERS } from '../registry.js';
import { CHAT_PARAMETERS } from './chat-parameters.js';
import { findFate, type Fate } from './find-fate.js';
import { renderTable } from './render-table.js';

const ABOUT = `# What becomes of a parameter

Generated from the adapters by \`npm run generate\`; do not edit.

For a chat completion, by provider. Providers that treat every parameter alike share a column. Whatever is left out is named in the answer's
header \`x-litellm-dropped-params\`; a member that is not listed here goes to a provider of OpenAI's dialect as it came.

- **sent**: as the client wrote it
- **sent, or dropped with drop_params**: some models of the provider refuse it; \`drop_params\` leaves it out
- **mapped**: in the provider's own words (\`seed\` is \`random_seed\` at Mistral)
- **dropped**: left out and named; the answer is the same without it
- **refused**: 400 that names it, unless \`drop_params\` or \`additional_drop_params\` leaves it out or \`allowed_openai_params\` sends it all the same
- **kept**: for the gateway alone, which does what it asks for

The table is of a model whose name tells nothing. What a provider's models differ in is told where it is known: one that thinks is asked for \`thinking\` or
\`reasoning_effort\` in its provider's words, one that does not is not asked; one that searches over the Responses API alone is asked there.

\`metadata\` is told to callbacks whatever becomes of it. The row is of a request with \`store: true\`: without it no provider is sent any, and it is named.

A value that asks for what every provider does unasked (\`n: 1\`, a penalty of 0, \`logprobs: false\`, \`top_logprobs: 0\`, an empty
\`logit_bias\`, \`modalities: ["text"]\`) counts as absent where the provider lacks the parameter: it is not sent, not refused, and no loss to name.

Of a request in any other dialect the same holds, field by field and tool by tool (\`test/contract/parameters/nothing-vanishes.spec.ts\`). A tool that a
provider runs is refused at a provider that has no such tool, but for the search of the web, which each dialect asks for in its own words:
\`web_search_options\` and \`web_search\` at OpenAI, \`web_search_20250305\` at Anthropic, \`googleSearch\` at Gemini. Sites that it is kept to
(\`allowed_domains\`) are refused where the provider cannot be told of them. \`response_format: {"type": "json_object"}\` is asked of Anthropic in the
system prompt's last words. A JSON schema is asked of models that take none as the input of a tool that they have to call, and told as the answer's text
(\`docs/decisions/0028-schemas-by-a-tool.md\`; \`model_info.supports_response_schema\` says otherwise for one model).
`;

/** The text of `docs/parameters.md`. */
export function renderParameterTable(): string {
  const names = Object.keys(CHAT_PARAMETERS);
  const groups = groupByFates(names);
  const header = ['parameter', ...groups.map(({ providers }) => providers.join(', '))];
  const rows = names.map((name, index) => [`\`${name}\``, ...groups.map(({ fates }) => fates[index] ?? '')]);
  return `${ABOUT}\n${renderTable(header, rows)}`;
}

interface Group {
  readonly providers: string[];
  readonly fates: readonly Fate[];
}

function groupByFates(names: readonly string[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const provider of PROVIDERS) {
    if (provider.adapters.chat === undefined || provider.inProcess !== undefined) continue;
    const fates = names.map((name) => findFate(provider, name, CHAT_PARAMETERS[name] ?? { value: null }));
    const key = fates.join();
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { providers: [provider.id], fates });
    else group.providers.push(provider.id);
  }
  return [...groups.values()];
}
