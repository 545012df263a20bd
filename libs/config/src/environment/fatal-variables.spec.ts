import { EnvironmentReader } from './environment-reader.js';
import { fatalVariables } from './fatal-variables.js';

describe('fatalVariables', () => {
  it.each(['DISABLE_ADMIN_ENDPOINTS', 'DISABLE_LLM_API_ENDPOINTS'])(
    'refuses %s when it is on, and says what to start instead',
    (name) => {
      const [problem] = fatalVariables(new EnvironmentReader({ [name]: 'True' }));
      expect(problem).toMatchObject({ path: name, message: expect.stringContaining('start `tollgate') });
      expect(fatalVariables(new EnvironmentReader({ [name]: 'false' }))).toEqual([]);
    },
  );
});
