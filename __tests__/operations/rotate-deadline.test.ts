import { describe, expect, test } from '@jest/globals';
import { ActionError } from '../../src/domain/error.ts';
import { CHECKS, due, MADE, run, runFailing, TRIAL, UNDO } from '../../testing/rotating.ts';

describe('no write is begun once the key is 15 minutes old', () => {
  const deadlines = (events: string[]) => events.filter((event) => event.startsWith('not after'));

  test.each([
    ['at once', 0],
    ['after a minute', 60],
    ['after 14 minutes', 840],
  ])('though its trial succeeds %s', async (_, seconds) => {
    const { events } = await run({ ...due, trialTakes: seconds * 1000 });
    expect(deadlines(events)).toEqual(['not after 900', 'not after 900']);
  });

  test('after a trial that took longer, nothing is written and the key is deleted', async () => {
    const { error, told } = await runFailing({ ...due, trialTakes: 901_000 });
    expect(error.message).toContain('the new key is 15 minutes old');
    expect(told).toEqual([...CHECKS, ...MADE, TRIAL, ...UNDO]);
  });

  test('and the waits of the trial count', async () => {
    const refusal = new ActionError('invalid-key', 'Unknown key.');
    const { events } = await run({ ...due, trials: [refusal, refusal, refusal, refusal] });
    expect(deadlines(events)).toEqual(['not after 900', 'not after 900']);
  });
});
