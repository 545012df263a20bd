import type { ProviderAdapter } from '../adapter.js';
import { PROVIDERS } from '../registry.js';
import { renderTable } from './render-table.js';

const ABOUT = `# Providers

Generated from the adapters by \`npm run generate\`; do not edit.

A model is named \`<prefix>/<name>\`. Keys and addresses stand in \`litellm_params\` (\`api_key\`, \`api_base\` …) or in the variables named here,
the first that is set. *Proven*: one recorded text and one recorded stream of the provider's real traffic are among the tests. *Unproven*:
tested from its published specification only; the start says so when such a provider is used.
`;

const HEADER = ['prefix', 'operations', 'credentials', 'address', 'price', 'proof'];

/** The text of `docs/providers.md`. */
export function renderProviderTable(): string {
  return `${ABOUT}\n${renderTable(HEADER, PROVIDERS.map(renderRow))}`;
}

function renderRow(provider: ProviderAdapter): readonly string[] {
  return [
    provider.prefixes.map((prefix) => `\`${prefix}/\``).join(', '),
    Object.keys(provider.adapters).join(', '),
    provider.credentialFields.map(renderCredential).join('; ') || 'none',
    renderAddress(provider),
    renderPrice(provider),
    provider.inProcess !== undefined ? 'built in' : provider.unproven === true ? 'unproven' : 'proven',
  ];
}

function renderCredential({ name, environment, required }: ProviderAdapter['credentialFields'][number]): string {
  const variables = environment.map((variable) => `\`${variable}\``).join(', ');
  return `\`${name}\`${required ? '' : ' (optional)'}${variables === '' ? '' : `: ${variables}`}`;
}

function renderAddress({ defaultApiBase, apiBaseEnvironment = [], inProcess }: ProviderAdapter): string {
  if (inProcess !== undefined) return 'none';
  const base = defaultApiBase === undefined ? '`api_base` of the model' : `\`${defaultApiBase}\``;
  return [base, ...apiBaseEnvironment.map((variable) => `\`${variable}\``)].join(', ');
}

function renderPrice({ selfHosted, priceBookId }: ProviderAdapter): string {
  if (selfHosted === true) return 'free unless priced';
  return priceBookId === undefined ? 'as configured' : 'price book';
}
