/** A day (`YYYY-MM-DD`) as LiteLLM's charts write it: `Nov 26`. */
export function toShownDay(day: string): string {
  const month = new Date(`${day}T00:00:00Z`).toLocaleString('en-US', { month: 'short', timeZone: 'UTC' });
  return `${month} ${day.slice(8)}`;
}
