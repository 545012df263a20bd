import { isJsonObject, type JsonValue } from '@tollgate/kernel';
import { isNeutral } from './is-neutral.js';
import type { Losses } from './losses.js';

/**
 * Members of all dialects without which the answer would be another one, or be made elsewhere than its client demands. Without any other the
 * answer says the same: it is a wish for how the answer is made, cached, kept or billed, and of whom it is told.
 */
const DEMANDS: ReadonlySet<string> = new Set([
  'audio',
  'function_call',
  'functions',
  'imageConfig',
  'inference_geo',
  'mcp_servers',
  'modalities',
  'responseJsonSchema',
  'responseMimeType',
  'responseModalities',
  'responseSchema',
  'speechConfig',
  'web_search_options',
]);

/** Tells of a member of another dialect that a provider has no word for: refused where it is a demand, else dropped and named. */
export function leaveOutMember(name: string, value: JsonValue | undefined, reason: string, losses: Losses): void {
  if (isNeutral(name, value)) return;
  if (name === 'generationConfig' && isJsonObject(value)) {
    for (const [setting, wanted] of Object.entries(value)) leaveOutMember(setting, wanted, reason, losses);
  } else if (DEMANDS.has(name)) losses.refuse(name, reason);
  else losses.drop(name, reason);
}
