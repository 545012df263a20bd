/** How long secrets go on after a regeneration that says nothing of it (`LITELLM_KEY_ROTATION_GRACE_PERIOD`); undefined: not at all. */
export class RegenerationGrace {
  constructor(readonly period: string | undefined) {}
}
