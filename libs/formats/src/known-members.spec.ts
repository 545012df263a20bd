import { misspeltMember } from './known-members.js';

describe('misspeltMember', () => {
  it.each([
    ['Model', 'model'],
    ['MAX_TOKENS', 'max_tokens'],
    ['Best_Of', 'best_of'],
    ['Output_Config', 'output_config'],
    ['Extra_Body', 'extra_body'],
    ['API_Base', 'api_base'],
    ['\u017ftream', 'stream'],
    ['max_to\u212aens', 'max_tokens'],
    ['model', undefined],
    ['no-log', undefined],
    ['something_else', undefined],
  ])('of %s is %s', (name, member) => {
    expect(misspeltMember(name)).toBe(member);
  });
});
