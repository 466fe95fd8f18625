import { test } from '@jest/globals';

const isWindows = process.platform === 'win32';

/** The mode of a file for its owner only. Windows has none: the folder's access list guards it. */
export const OWNER_ONLY = isWindows ? 0o666 : 0o600;

/** Variables that every process has on Windows, whatever environment it is given. */
export const WINDOWS_VARIABLES = [
  ...['HOMEDRIVE', 'HOMEPATH', 'LOGONSERVER', 'SYSTEMDRIVE', 'SYSTEMROOT', 'TEMP'],
  ...['USERDOMAIN', 'USERNAME', 'USERPROFILE', 'WINDIR'],
];

/** For signals that a process is to answer; on Windows every signal ends it at once. */
export const testWithSignals = isWindows ? test.skip : test;

/** For scripts of jobs that run on Linux. */
export const testOnLinux = process.platform === 'linux' ? test : test.skip;
