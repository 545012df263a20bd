/**
 * Environment variables by name: the only way to a provider's variables (`OPENAI_API_KEY`) and to `os.environ/NAME`. An empty
 * variable counts as not set. Immutable; the config file's `environment_variables` make a new reader that puts them first.
 */
export class EnvironmentReader {
  constructor(private readonly variables: Readonly<Record<string, string | undefined>>) {}

  read(name: string): string | undefined {
    const value = this.variables[name];
    return value === '' ? undefined : value;
  }

  /** The first of the names that is set. */
  readFirst(names: readonly string[]): string | undefined {
    for (const name of names) {
      const value = this.read(name);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  /** A reader whose values go before this one's (LiteLLM writes `environment_variables` over the process's own). */
  overlay(variables: Readonly<Record<string, string>>): EnvironmentReader {
    return new EnvironmentReader({ ...this.variables, ...variables });
  }
}
