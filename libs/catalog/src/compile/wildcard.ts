/** A public name with stars. */
export function isWildcard(name: string): boolean {
  return name.includes('*');
}

/**
 * A pattern as a regular expression with one capture for each star, anchored at both ends. (LiteLLM anchors the start only, so there
 * `openai/gpt-*-mini` also takes `openai/gpt-4o-mini-tts`; a name that goes on is another model.)
 */
export function compileWildcard(pattern: string): RegExp {
  return new RegExp(`^${pattern.split('*').map(escapeText).join('(.*)')}$`, 's');
}

/** Most specific first: the longer pattern, then the one with fewer stars, then by name so that the order is the same in every process. */
export function compareSpecificity(a: string, b: string): number {
  return b.length - a.length || stars(a) - stars(b) || (a < b ? -1 : 1);
}

function stars(pattern: string): number {
  return pattern.split('*').length - 1;
}

function escapeText(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
