import type { ImportKind } from './import-kind.js';
import type { LiteLlmSource } from './litellm-source.js';

/** Rows with the object permission that they name in its place. */
export function withPermission(table: string, order: string): ImportKind['rows'] {
  return (source) =>
    `SELECT to_jsonb(t) || ${permissionOf(source, 't')} AS row FROM ${source.qualified(table)} AS t ORDER BY t.${order}`;
}

/** The object permission that a row of this alias names, as a member of its own. */
export function permissionOf(source: LiteLlmSource, alias: string): string {
  if (!source.has('LiteLLM_ObjectPermissionTable')) return `'{}'::jsonb`;
  return `jsonb_build_object('object_permission', (SELECT to_jsonb(p) FROM ${source.qualified('LiteLLM_ObjectPermissionTable')} AS p
    WHERE p.object_permission_id = to_jsonb(${alias})->>'object_permission_id'))`;
}
