const CUE_END = /-->\s*(?:(\d+):)?(\d{1,2}):(\d{1,2})[.,](\d{3})/g;

/** Length of audio whose SRT or WebVTT subtitles these are: the end of the last cue, begun seconds whole. undefined where there is none. */
export function secondsOfSubtitles(text: string): number | undefined {
  let last: number | undefined;
  for (const [, hours = '0', minutes = '0', seconds = '0', milliseconds = '0'] of text.matchAll(CUE_END)) {
    const end = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds) + Number(milliseconds) / 1000;
    last = Math.max(last ?? 0, end);
  }
  return last === undefined ? undefined : Math.ceil(last);
}
