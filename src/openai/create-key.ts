import type { Credential } from '../domain/credential.ts';
import { ActionError } from '../domain/error.ts';
import type { ApiKey, Project } from '../domain/key.ts';
import { findMismatch, type KeySpec } from '../domain/lost-create.ts';
import { serverClock } from '../http/retry-delay.ts';
import type { ApiResponse } from '../http/transport.ts';
import { type Api, isSuccess } from './api.ts';
import { readCreated } from './parse.ts';
import { classifyCreateError } from './unknown-outcome.ts';

export interface CreatedKey {
  key: ApiKey;
  value: Credential;
  /** How old the key is by now, in milliseconds, on the server's clock; negative where that is behind. */
  age: number;
}

/**
 * Sends a create once, compares its response with what was asked, and classifies a failure.
 *
 * @param onAttempt - as for `create` of a client
 * @param project - whose key it will be; undefined: an admin key
 * @param scopes - what the key may do; null: all that its owner may do
 * @throws UnknownOutcomeError where the key may have been made all the same
 * @throws ActionError where it certainly was not
 */
export async function sendCreate(
  api: Api,
  path: string,
  spec: KeySpec,
  onAttempt: ((at: number) => void) | undefined,
  project?: Project,
  scopes: readonly string[] | null = null,
): Promise<CreatedKey> {
  const { monotonic, baseUrl, redact, mask } = api.options;
  const { name, lifetime } = spec;
  const body = {
    name,
    ...(lifetime !== null && { expires_in_seconds: lifetime }),
    ...(scopes !== null && { scopes }),
  };
  let sentAt = monotonic();
  let response: ApiResponse | undefined;
  const request: Parameters<Api['send']>[0] = {
    what: 'creating the key',
    path,
    projectId: project?.id,
    method: 'POST',
    body: JSON.stringify(body),
    how: {
      repeatable: false,
      onAttempt(at) {
        sentAt = monotonic();
        onAttempt?.(at);
      },
    },
    isGood(received) {
      response = received;
      return isSuccess(received);
    },
  };
  /** Its value is hidden before the key is held against what was asked. */
  const read = (answer: ApiResponse): CreatedKey => {
    const created = readCreated(answer.body, redact, mask, project);
    const clock = serverClock(answer);
    // In whole seconds of the server's clock, which `Date` cuts and `created_at` may round.
    const window =
      clock === undefined
        ? undefined
        : {
            sent: Math.floor((clock - (monotonic() - sentAt)) / 1000),
            answered: Math.ceil(clock / 1000),
          };
    const misfit = findMismatch(created.key, spec, window);
    if (misfit !== undefined) {
      throw new ActionError(
        'unreadable',
        `The answer of ${baseUrl.host} to the create is not about what was asked: ${misfit}.`,
      );
    }
    const made = created.key.createdAt * 1000;
    return { ...created, age: (clock ?? made) - made };
  };
  try {
    return await api.send(request, read);
  } catch (error) {
    throw classifyCreateError(error, response, api, project);
  }
}
