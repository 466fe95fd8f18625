import { expect, test } from '@jest/globals';
import { rotate } from '../../src/operations/rotate.ts';
import { base, heldSince, keyOf, OWN } from '../../testing/rotating.ts';
import { sceneOf } from '../../testing/scene.ts';

test('a project’s key whose redacted value also fits the admin key is not the one of the step', async () => {
  const deleted: Record<string, string[]> = {};
  for (const project of [null, { id: 'proj_a', name: null }]) {
    // A short redacted value can fit both kinds.
    const fields = project === null ? OWN : { redactedValue: 'sk-...inel', project };
    const old = keyOf('key_old', 40, fields);
    const { context, events } = sceneOf({ keys: [old], written: heldSince(old) });
    context.client.whyForeign = () => undefined;
    const result = await rotate(base, context);
    expect(result.deletions).toEqual([{ id: 'key_old', status: 'deleted' }]);
    deleted[project?.id ?? 'none'] = events.filter((event) => event.startsWith('delete'));
  }
  // The step's own key is deleted by the new one, and no key of a project could do that.
  expect(deleted).toEqual({
    none: ['delete key_old by the new key'],
    proj_a: ['delete key_old by the step'],
  });
});
