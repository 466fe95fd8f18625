import { type OpenAi, type OpenAiOptions, startOpenAi } from '../../emulator/openai.ts';
import { type Answer, type CallOptions, call } from './client.ts';

/** The Unix time at which `startWithProject` sets the clock. */
export const START = 1_800_000_000;

/** Starts with the project `proj_1` and in it the service account `svc_acct_1`. */
export async function startWithProject(
  options: OpenAiOptions = {},
  clock: () => number = () => START * 1000,
): Promise<OpenAi> {
  const openai = await startOpenAi(options);
  openai.setClock(clock);
  const { id: projectId } = openai.seedProject({ id: 'proj_1' });
  openai.seedServiceAccount({ projectId, id: 'svc_acct_1', name: 'ci', role: 'owner' });
  return openai;
}

/** Calls a path of the API, as the first admin key unless told otherwise. */
export function request(
  openai: OpenAi,
  method: string,
  path: string,
  options: CallOptions = {},
): Promise<Answer> {
  return call(method, openai.baseUrl + path, { key: openai.adminKey, ...options });
}

/** The ids of a page, as one text. */
export function idsOf({ json }: Answer): string {
  return json.data.map(({ id }: { id: string }) => id).join();
}

/** The ids of every page, which are read with this limit. */
export async function readAll(
  openai: OpenAi,
  path: string,
  query: string,
  limit: number,
): Promise<string[]> {
  const ids: string[] = [];
  let cursor = '';
  for (;;) {
    const page = await request(openai, 'GET', `${path}?limit=${limit}${query}${cursor}`);
    ids.push(...page.json.data.map(({ id }: { id: string }) => id));
    if (!page.json.has_more) return ids;
    cursor = `&after=${page.json.last_id}`;
  }
}
