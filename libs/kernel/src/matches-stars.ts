/** Whether a text is as `pattern`, in which each `*` stands for any text. Linear in the text: no backtracking over a caller's. */
export function matchesStars(pattern: string, text: string): boolean {
  const pieces = pattern.split('*');
  if (pieces.length === 1) return pattern === text;
  const [first, last] = [pieces[0] ?? '', pieces.at(-1) ?? ''];
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  let position = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = text.indexOf(piece, position);
    if (found === -1) return false;
    position = found + piece.length;
  }
  return position <= text.length - last.length;
}
