import type { Fleet, Member } from './fleet.ts';

/** Something that happens to one member of a fleet, and must not keep the others from rotating. */
export interface Misfortune {
  /** Once more does nothing more. */
  strike(fleet: Fleet, member: Member): void;
  /** What goes on night after night. */
  nightly?(fleet: Fleet, member: Member): void;
  /** How the failing entry is told. */
  says: RegExp;
  /** Whether another member shares it. */
  alsoStricken?(other: Member, member: Member): boolean;
}

const always = { times: Number.POSITIVE_INFINITY };
const ofRepository = ({ repositories: [name = ''] }: Member) => new RegExp(`^/repos/${name}/`);

export const MEMBERS: Readonly<Record<string, Misfortune>> = {
  'a repository is deleted': {
    strike: (fleet, member) => {
      const body = { message: 'Not Found' };
      fleet.github.fault({ ...always, path: ofRepository(member), status: 404, body });
    },
    says: /octo-org\/member does not exist/,
  },
  'a repository is archived': {
    strike: (fleet, member) => {
      const body = { message: 'Repository was archived so is read-only.' };
      const path = ofRepository(member);
      fleet.github.fault({ ...always, method: 'PUT', path, status: 403, body });
    },
    says: /archived/,
  },
  'a repository is renamed': {
    strike: (fleet, member) => {
      const [name = ''] = member.repositories;
      const headers = { location: `${fleet.github.url}/repositories/4711/actions/secrets/x` };
      const body = { message: 'Moved Permanently' };
      fleet.github.fault({
        ...always,
        path: ofRepository({ ...member, repositories: [name] }),
        status: 301,
        headers,
        body,
      });
    },
    says: /renamed|moved/i,
  },
  "a repository is out of the App's reach": {
    strike: (fleet, member) => {
      const body = { message: 'Resource not accessible by integration' };
      fleet.github.fault({ ...always, path: ofRepository(member), status: 403, body });
    },
    says: /octo-org\/member/,
  },
  'a service account is deleted': {
    strike: (fleet, { account }) => {
      const isThere = fleet.openai.serviceAccounts.some(({ id }) => id === account);
      if (isThere) fleet.openai.deleteServiceAccount(account);
    },
    says: /svc_member/,
  },
  'a project is archived': {
    strike: (fleet, { project }) => {
      const found = fleet.openai.projects.find(({ id }) => id === project);
      if (found !== undefined) found.archivedAt ??= fleet.openai.now();
      for (const one of fleet.members) if (one.project === project) fleet.unwatched.add(one);
    },
    says: /archived/,
    alsoStricken: (other, { project }) => other.project === project,
  },
  'something else writes the secret': {
    strike: () => undefined,
    nightly: (fleet, member) => {
      fleet.unwatched.add(member);
      for (const place of member.repositories) {
        const at = fleet.openai.now() - 3600;
        const known = fleet.github.secret(place, member.secret);
        const createdAt = known?.createdAt ?? at;
        const value = 'what-something-else-knows';
        fleet.github.seedSecret(place, member.secret, { value, createdAt, updatedAt: at });
      }
    },
    says: /written again after the run that made it/,
  },
};
