interface Named {
  readonly name: string;
}

/** Start check: every queue has exactly one processor and no processor lacks a queue. Throws with all problems at once. */
export function checkProcessors(
  contracts: readonly Named[],
  processors: readonly { readonly contract: Named }[],
): void {
  const problems = contracts.flatMap(({ name }) => {
    const count = processors.filter(({ contract }) => contract.name === name).length;
    return count === 1
      ? []
      : [
          `the queue ${name} has ${count} processors: its jobs would ${count === 0 ? 'never be done' : 'be shared out'}`,
        ];
  });
  const known = new Set(contracts.map(({ name }) => name));
  const strays = processors.filter(({ contract }) => !known.has(contract.name));
  problems.push(...strays.map(({ contract }) => `the processor of ${contract.name} has no queue contract`));
  if (problems.length > 0) throw new Error(problems.join('; '));
}
