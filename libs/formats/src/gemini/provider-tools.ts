import { isJsonObject, type JsonValue } from '@tollgate/kernel';
import { snakeName } from './read-member.js';

/** Elements of `tools` that are no functions (Gemini API v1beta, Tool; `@google/genai` 3.3). */
export const PROVIDER_TOOLS: ReadonlySet<string> = new Set([
  'googleSearch',
  'googleSearchRetrieval',
  'enterpriseWebSearch',
  'googleMaps',
  'urlContext',
  'codeExecution',
  'fileSearch',
  'computerUse',
  'retrieval',
  'mcpServers',
]);

/** What the client itself runs: its cost is its text. */
const CLIENT_TOOLS = new Set(['computerUse', 'computer_use']);

/**
 * Why an element of `tools` may cost without bound; undefined when it cannot. The provider searches, fetches and runs code as often as
 * the model wants: none of its tools takes a limit.
 */
export function unboundedTool(tool: JsonValue): string | undefined {
  const names = isJsonObject(tool) ? Object.keys(tool).filter((name) => !CLIENT_TOOLS.has(name)) : ['an unknown tool'];
  const [name] = names;
  return name === undefined ? undefined : `${snakeName(name)} is run by the provider without a limit`;
}
