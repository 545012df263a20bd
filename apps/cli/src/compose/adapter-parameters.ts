import { SupportedParameters } from '@apps/admin';
import { PROVIDERS, supportedParameters } from '@tollgate/providers';

/** Asks the adapters, each provider's once: what they take does not change while a process runs. */
export class AdapterParameters extends SupportedParameters {
  private readonly known = new Map<string, readonly string[]>();

  override of(id: string): readonly string[] {
    const known = this.known.get(id);
    if (known !== undefined) return known;
    const provider = PROVIDERS.find((one) => one.id === id);
    const names = provider === undefined ? [] : supportedParameters(provider);
    this.known.set(id, names);
    return names;
  }
}
