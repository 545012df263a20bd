import type { Credential, ProviderDescription } from '@tollgate/canonical';

/** Whether a credential has what the provider's calls need. */
export function authenticates(
  { credentialFields, credentialChoices }: ProviderDescription,
  credential: Credential,
): boolean {
  const required = credentialFields.filter((field) => field.required).map(({ name }) => name);
  return (credentialChoices ?? [required]).some((choice) => choice.every((name) => credential[name] !== undefined));
}
