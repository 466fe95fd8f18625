import { type FaultList, parseFault } from './faults.ts';
import type { LoggedRequest, Reply, Request } from './messages.ts';

/**
 * The endpoints through which another process steers an emulator: `GET /_emulator/log`, and `POST`
 * (one fault as JSON) and `DELETE /_emulator/faults`. Gives undefined for any other request.
 */
export function control(
  { method, url, body }: Request,
  log: LoggedRequest[],
  faults: FaultList,
): Reply | undefined {
  switch (`${method} ${url.pathname}`) {
    case 'GET /_emulator/log':
      return { status: 200, body: log };
    case 'POST /_emulator/faults':
      try {
        faults.add(parseFault(body));
      } catch (error) {
        return { status: 400, body: { error: error instanceof Error ? error.message : error } };
      }
      return { status: 201, body: { waiting: faults.size } };
    case 'DELETE /_emulator/faults':
      faults.clear();
      return { status: 200, body: { waiting: 0 } };
    default:
      return undefined;
  }
}
