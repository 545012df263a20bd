/** A file's name for a provider that takes none without: its own, else one that its media type gives (`document.pdf`). */
export function fileName(filename: string | undefined, mediaType: string): string {
  return filename ?? `document.${mediaType.split('/')[1] ?? 'bin'}`;
}
