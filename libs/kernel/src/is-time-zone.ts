const NAME_CHARACTERS_MAX = 64;

/** Whether there are clocks of that zone (IANA: `Europe/Berlin`). */
export function isTimeZone(name: string): boolean {
  if (name === '' || name.length > NAME_CHARACTERS_MAX) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
