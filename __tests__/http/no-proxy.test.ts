import { describe, expect, test } from '@jest/globals';
import { isExempt } from '../../src/http/no-proxy.ts';

const exempt = (address: string, list: string) => isExempt(new URL(address), list);

describe('NO_PROXY takes out', () => {
  test.each([
    ['https://api.openai.com', 'api.openai.com'],
    ['https://api.openai.com', 'openai.com'],
    ['https://api.openai.com', '.openai.com'],
    ['https://api.openai.com', '*.openai.com'],
    ['https://api.openai.com', 'OpenAI.com.'],
    ['https://api.openai.com.', 'openai.com'],
    ['https://openai.com', '.openai.com'],
    ['https://api.openai.com', 'a.example openai.com'],
    ['https://api.openai.com', ' a.example ,\topenai.com , '],
    ['https://api.openai.com', '*'],
    ['https://api.openai.com', 'openai.com:443'],
    ['https://api.openai.com:8443', 'api.openai.com:8443'],
    ['http://api.openai.com', 'api.openai.com:80'],
    ['https://10.1.2.3', '10.1.2.3'],
    ['https://10.1.2.3', '10.0.0.0/8'],
    ['https://10.1.2.3:8443', '10.1.0.0/16:8443'],
    ['https://10.1.2.3', '10.1.2.0-10.1.2.9'],
    ['https://[fd00::1]', 'fd00::1'],
    ['https://[fd00::1]', 'FD00:0::1'],
    ['https://[fd00::1]:8443', '[fd00::1]:8443'],
    ['https://[fd00::1]', 'fd00::/8'],
  ])('%s by %j', (address, list) => {
    expect(exempt(address, list)).toBe(true);
  });

  test.each([
    ['https://api.openai.com', ''],
    ['https://api.openai.com', ' , ,'],
    ['https://api.openai.com', '.'],
    ['https://api.openai.com', 'penai.com'],
    ['https://api.openai.com', 'api'],
    ['https://api.openai.com', 'eu.api.openai.com'],
    ['https://api.openai.com', 'openai.com:8443'],
    ['https://api.openai.com', '10.0.0.0/8'],
    ['https://openai.com', '*.openai.com'],
    ['https://10.1.2.3', '11.0.0.0/8'],
    ['https://10.1.2.3', '10.0.0.0/99'],
    ['https://10.1.2.3', '10.0.0.0/'],
    ['https://10.1.2.3', '1.2.3'],
    ['https://10.1.2.3', '10.1.2.4-10.1.2.9'],
    ['https://10.1.2.3', 'fd00::/8'],
    ['https://[fd00::1]', 'fc00::/16'],
    ['https://[fd00::1]:8443', '[fd00::1]:1'],
  ])('but not %s by %j', (address, list) => {
    expect(exempt(address, list)).toBe(false);
  });
});
