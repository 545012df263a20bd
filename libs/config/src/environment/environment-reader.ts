/**
 * Environment variables by name: the only way to a provider's variables (`OPENAI_API_KEY`) and to `os.environ/NAME`. An empty
 * variable counts as not set. Immutable; the config file's `environment_variables` make a new reader that puts them first.
 */
export class EnvironmentReader {
  constructor(private readonly variables: Readonly<Record<string, string | undefined>>) {}

  read(name: string): string | undefined {
    // `toString` is no variable
    const value = Object.hasOwn(this.variables, name) ? this.variables[name] : undefined;
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

  /** The variable that holds this value (white space around it aside): one of the preferred names before any other. */
  findName(value: string, preferred: readonly string[]): string | undefined {
    return [...preferred, ...Object.keys(this.variables)].find((name) => this.read(name)?.trim() === value);
  }

  /** A reader whose values go before this one's (LiteLLM writes `environment_variables` over the process's own). */
  overlay(variables: Readonly<Record<string, string>>): EnvironmentReader {
    return new EnvironmentReader({ ...this.variables, ...variables });
  }
}
