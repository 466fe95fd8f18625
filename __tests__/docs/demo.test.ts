import { spawnSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { root } from '../../testing/docs/pages.ts';

test('the demo that the README names ends with nothing that deviates', () => {
  const { status, stdout, stderr } = spawnSync('node', ['demo/run.ts'], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(stdout.split('\n').filter((line) => line.includes('✗'))).toEqual([]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain('✓');
});
