/** A named set of models that lists of models give together. */
export interface AccessGroup {
  readonly name: string;
  /** Public names, patterns as they stand. */
  readonly models: ReadonlySet<string>;
  /** Entries of the store that are no public name: they allow what they do on a list. */
  readonly further?: readonly string[];
}

/** Access groups by what a list may call them: their name, and the id of those that the store keeps. */
export type AccessGroups = ReadonlyMap<string, AccessGroup>;
