/** LiteLLM's shortcuts for a key's allowed routes (transcript key-forms). */
export const KEY_TYPES = ['llm_api', 'management', 'read_only', 'default'] as const;
export type KeyType = (typeof KEY_TYPES)[number];

const ROUTES: Readonly<Record<Exclude<KeyType, 'default'>, readonly string[]>> = {
  llm_api: ['llm_api_routes'],
  management: ['management_routes'],
  read_only: ['info_routes'],
};

/** The allowed routes that a type stands for; undefined: the type says nothing. */
export function routesOfKeyType(type: KeyType): readonly string[] | undefined {
  return type === 'default' ? undefined : ROUTES[type];
}

/** The type that a key's allowed routes amount to: it is not stored beside them, so the two cannot disagree. */
export function keyTypeOf(allowedRoutes: readonly string[]): KeyType {
  const only = allowedRoutes.length === 1 ? allowedRoutes[0] : undefined;
  return KEY_TYPES.find((type) => type !== 'default' && ROUTES[type][0] === only) ?? 'default';
}
