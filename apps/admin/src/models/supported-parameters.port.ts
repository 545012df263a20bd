/** Which parameters of a chat completion a provider takes. */
export abstract class SupportedParameters {
  /** Under OpenAI's names, sorted; none for a provider that holds no conversations or is not served. */
  abstract of(provider: string): readonly string[];
}
