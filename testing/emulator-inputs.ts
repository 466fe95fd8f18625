import type { GitHub } from '../emulator/github.ts';
import type { OpenAi } from '../emulator/openai.ts';
import { inputs } from './fakes.ts';
import type { Given } from './steps.ts';

/** The inputs that lead a step to both emulators, with a credential for each. */
export function emulatorInputs(openai: OpenAi, github: GitHub) {
  return {
    'base-url': openai.baseUrl,
    'admin-api-key': openai.adminKey,
    'github-api-url': github.apiUrl,
    'github-token': github.token,
  };
}

/** The environment of a step in `octo/repo` that makes a key, for the secret `KEY` unless told otherwise. */
export function deliveryEnv(openai: OpenAi, github: GitHub, given: Given = {}): NodeJS.ProcessEnv {
  return {
    GITHUB_REPOSITORY: 'octo/repo',
    ...inputs({
      operation: 'create',
      name: 'nightly',
      ...emulatorInputs(openai, github),
      'secret-name': 'KEY',
      'retry-for': '0s',
      ...given,
    }),
  };
}
