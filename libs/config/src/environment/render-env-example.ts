import { VARIABLES } from './variables.js';

/** The text of `.env.example`: every variable, commented out, grouped, with its other names. */
export function renderEnvExample(): string {
  const lines = [
    '# Generated from the environment schema by `node tools/generate-env-example.mjs`; do not edit.',
    '# Nothing has to be set. Lines are examples, not defaults.',
  ];
  let group = '';
  for (const variable of Object.values(VARIABLES)) {
    if (variable.group !== group) {
      group = variable.group;
      lines.push('', `# ${group}`);
    }
    const [name, ...others] = variable.names;
    lines.push(
      `# ${variable.about}${others.length > 0 ? ` Also read as ${others.join(', ')}.` : ''}`,
      `# ${name}=${variable.example}`,
    );
  }
  const providers =
    '# Provider keys (OPENAI_API_KEY, ANTHROPIC_API_KEY …): each one that is set adds its provider when no config file is given.';
  return [...lines, '', providers, ''].join('\n');
}
