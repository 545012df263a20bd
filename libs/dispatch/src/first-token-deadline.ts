/** A signal that follows the caller's, and is aborted besides when the first token is late. */
export interface FirstTokenDeadline {
  readonly signal: AbortSignal;
  /** The first token was late, and nothing else ended the call. */
  expired(): boolean;
  /** The first token is there: time no longer counts, the caller's signal still does. */
  clear(): void;
}

/** `firstTokenMs` counts from now. */
export function firstTokenDeadline(caller: AbortSignal, firstTokenMs: number): FirstTokenDeadline {
  const controller = new AbortController();
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    controller.abort();
  }, firstTokenMs);
  const follow = (): void => {
    clearTimeout(timer);
    controller.abort();
  };
  if (caller.aborted) follow();
  // stays after `clear`: the stream goes on and must still end with its caller
  else caller.addEventListener('abort', follow, { once: true });
  return { signal: controller.signal, expired: () => late && !caller.aborted, clear: () => clearTimeout(timer) };
}
