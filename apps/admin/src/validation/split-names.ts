/** Names with commas between, as queries carry them; undefined: none were sent. */
export function splitNames(text: string | undefined): readonly string[] | undefined {
  return text?.split(',').map((name) => name.trim());
}
