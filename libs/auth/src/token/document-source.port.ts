import type { JsonValue } from '@tollgate/kernel';

/** Fetches a public document of an identity provider. */
export abstract class DocumentSource {
  /** Rejects when nobody answers, with anything but 200, and for what is no JSON. */
  abstract read(url: string): Promise<JsonValue>;
}
