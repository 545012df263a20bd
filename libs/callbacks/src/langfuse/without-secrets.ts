import { type JsonObject, maskSecrets } from '@tollgate/kernel';

/** Members of a caller's or key's metadata that hold credentials or only mean something inside the gateway. */
const KEPT_BACK: ReadonlySet<string> = new Set([
  'headers',
  'endpoint',
  'caching_groups',
  'previous_models',
  'logging',
  'callback_settings',
  'langfuse_public_key',
  'langfuse_secret',
  'langfuse_secret_key',
  'langfuse_host',
]);

/** A caller's or key's metadata as JSON text, with whatever else looks like a credential replaced by stars. */
export function withoutSecrets(metadata: JsonObject): string {
  return maskSecrets(
    JSON.stringify(Object.fromEntries(Object.entries(metadata).filter(([name]) => !KEPT_BACK.has(name)))),
  );
}
