import { isJsonObject, type JsonObject, type JsonValue } from '@tollgate/kernel';
import type { FunctionTool } from '@tollgate/canonical';

/** The members of a tool's definition, in whatever words the dialect has for them. */
interface Definition {
  readonly description: JsonValue | undefined;
  readonly parameters: JsonValue | undefined;
  readonly strict: JsonValue | undefined;
  /** What has no canonical place. */
  readonly others: JsonObject;
}

/** A function tool of what a client wrote; a member of a wrong type is left to the provider, which gets the tool as it was written. */
export function functionTool(
  name: string,
  { description, parameters, strict, others }: Definition,
): Omit<FunctionTool, 'cache' | 'source'> {
  return {
    type: 'function',
    name,
    ...(typeof description === 'string' && { description }),
    ...(isJsonObject(parameters) && { parameters }),
    ...(typeof strict === 'boolean' && { strict }),
    ...(Object.keys(others).length > 0 && { extra: others }),
  };
}
