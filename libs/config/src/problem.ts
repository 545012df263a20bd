/** Something in the configuration that must be mended before the start; several are always reported together. */
export interface ConfigProblem {
  /** Where it stands: `config.yaml: model_list[2] (gpt-4o).litellm_params.api_key`, `--port`, `DATABASE_URL`. */
  readonly path: string;
  /** What is wrong, what it would have broken, and how to mend it. Holds no secret. */
  readonly message: string;
}

/** All problems as the text of the one start error: a line each. */
export function describeProblems(problems: readonly ConfigProblem[]): string {
  return problems.map((problem) => `${problem.path}: ${problem.message}`).join('\n');
}
