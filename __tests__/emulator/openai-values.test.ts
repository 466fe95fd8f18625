import { expect, test } from '@jest/globals';
import { generateKeyValue, redact } from '../../emulator/openai-values.ts';

test('no two values have one redacted value', () => {
  const values = Array.from({ length: 20_000 }, () => generateKeyValue('admin'));
  expect(new Set(values.map((value) => redact(value, 'dots'))).size).toBe(values.length);
  for (const value of values) expect(value).toMatch(/^sk-admin-[\w-]{58}T3BlbkFJ[\w-]{58}$/);
});
