export const COMMANDS = [
  'serve',
  'gateway',
  'admin',
  'worker',
  'migrate',
  'redeliver',
  'audit verify',
  'salt rotate',
  'import litellm',
  'config check',
] as const;
export type Command = (typeof COMMANDS)[number];

/** The command line, checked. */
export interface Options {
  /** `serve` is all three in one process. */
  readonly command: Command;
  readonly config?: string;
  /** FILE of `config check FILE`. */
  readonly checkFile?: string;
  /** SINK of `redeliver SINK`; without one, dead callbacks are only counted. */
  readonly sink?: string;
  /** The database that `import litellm` reads; without one, the database that Tollgate itself uses. */
  readonly sourceDatabaseUrl?: string;
  /** What LiteLLM's models are encrypted with; without one, Tollgate's own salt key, else the master key. */
  readonly sourceSaltKey?: string;
  /** `import litellm` writes nothing. */
  readonly dryRun?: boolean;
  readonly model?: string;
  readonly apiBase?: string;
  readonly port?: number;
  readonly host?: string;
  readonly dataDir?: string;
  readonly noAuth?: boolean;
  readonly dropParams?: boolean;
  readonly temperature?: number;
  /** Tokens. */
  readonly maxTokens?: number;
  readonly requestTimeoutSeconds?: number;
  readonly allowUnserved?: readonly string[];
  readonly detailedDebug?: boolean;
  readonly debug?: boolean;
  readonly numWorkers?: number;
  readonly version?: boolean;
  readonly help?: boolean;
  /** Options that were accepted and mean nothing here, a sentence each. */
  readonly notes: readonly string[];
}
