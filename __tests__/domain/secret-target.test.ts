import { expect, test } from '@jest/globals';
import {
  describeTarget,
  permissionFor,
  type SecretTarget,
} from '../../src/domain/secret-target.ts';

const place = { owner: 'octo', repo: 'repo', name: 'KEY' };
const repository: SecretTarget = { ...place, place: 'repository', app: 'actions' };
const organization: SecretTarget = {
  place: 'organization',
  app: 'actions',
  name: 'KEY',
  organization: 'octo-org',
  visibility: 'keep',
  repositories: [],
};

test.each<[SecretTarget, string, string, string]>([
  [repository, 'Actions secret `KEY` of octo/repo', 'secrets', 'Secrets'],
  [
    { ...repository, app: 'dependabot' },
    'Dependabot secret `KEY` of octo/repo',
    'dependabot_secrets',
    'Dependabot secrets',
  ],
  [
    { ...repository, app: 'codespaces' },
    'Codespaces secret `KEY` of octo/repo',
    'codespaces_secrets',
    'Codespaces secrets',
  ],
  [
    { ...place, app: 'actions', place: 'environment', environment: 'prod/eu' },
    'Actions secret `KEY` of environment `prod/eu` of octo/repo',
    'environments',
    'Environments',
  ],
  [
    organization,
    'Actions secret `KEY` of organization octo-org',
    'organization_secrets',
    'Organization secrets',
  ],
  [
    { ...organization, app: 'dependabot' },
    'Dependabot secret `KEY` of organization octo-org',
    'organization_dependabot_secrets',
    'Organization Dependabot secrets',
  ],
])('%j', (target, words, name, label) => {
  expect(describeTarget(target)).toBe(words);
  expect(permissionFor(target)).toEqual({ name, label });
});
