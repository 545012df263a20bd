/** Where a Langfuse project is and how it is written to. From LANGFUSE_* and `litellm_settings.langfuse_default_tags`. */
export interface LangfuseSettings {
  /** LANGFUSE_HOST or LANGFUSE_BASE_URL, with or without a trailing slash. */
  readonly host: string;
  readonly publicKey: string;
  readonly secretKey: string;
  /** LANGFUSE_TRACING_ENVIRONMENT */
  readonly environment?: string;
  /** LANGFUSE_RELEASE */
  readonly release?: string;
  /** Names of metadata members that become tags (`user_api_key_alias` -> `user_api_key_alias:cb2`). */
  readonly defaultTags: readonly string[];
}
