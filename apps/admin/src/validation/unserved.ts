/** How a field is described that LiteLLM knows and nothing enforces yet. */
export const UNSERVED = 'Known to LiteLLM, not served yet: a value that is not empty is refused with 400.';
