/** How OpenAPI describes the header of whoever is behind a change. */
export const CHANGED_BY_HEADER = {
  name: 'litellm-changed-by',
  required: false,
  description: 'Who is behind the change; named in the audit beside who called.',
} as const;
