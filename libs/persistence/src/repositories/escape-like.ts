/** A text as it stands: Prisma hands `contains` to LIKE as it is. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
