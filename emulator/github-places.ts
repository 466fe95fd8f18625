import type { OwnerPath } from './github-endpoints.ts';
import { APPS, type App, Vault } from './github-vault.ts';

type Vaults = Record<App, Vault>;

export interface Repository {
  kind: 'repository';
  id: number;
  fullName: string;
  /** Every name it has or had, in lower case. */
  names: Set<string>;
  vaults: Vaults;
  /** By their names in lower case. */
  environments: Map<string, Vault>;
}

export interface Organization {
  kind: 'organization';
  name: string;
  vaults: Vaults;
}

export type Owner = Repository | Organization;

export interface RepositoryOptions {
  environments?: string[];
  /** The repository has this name now; the other one redirects to it. */
  renamedTo?: string;
}

const FIRST_ID = 1_296_269;

/** Whatever can hold secrets. Names are found in any case, as on GitHub. */
export class Places {
  #repositories: Repository[] = [];
  #organizations: Organization[] = [];

  /** Throws an Error when the name is already taken. */
  addRepository(fullName: string, options: RepositoryOptions = {}): Repository {
    if (this.findRepository(fullName)) throw new Error(`There is already ${fullName}.`);
    const { environments = [], renamedTo = fullName } = options;
    const repository = this.findRepository(renamedTo) ?? this.#create(renamedTo);
    repository.names.add(fullName.toLowerCase());
    for (const name of environments) {
      const vault = new Vault(`${repository.fullName}#${name}`, 'actions');
      repository.environments.set(name.toLowerCase(), vault);
    }
    return repository;
  }

  /** Throws an Error when the name is already taken. */
  addOrganization(name: string): void {
    if (this.findOrganization(name)) throw new Error(`There is already ${name}.`);
    this.#organizations.push({ kind: 'organization', name, vaults: createVaults(`org:${name}`) });
  }

  /** By its full name, present or former, or by its id. */
  findRepository(nameOrId: string | number): Repository | undefined {
    if (typeof nameOrId === 'number') return this.#repositories.find(({ id }) => id === nameOrId);
    return this.#repositories.find(({ names }) => names.has(nameOrId.toLowerCase()));
  }

  findOrganization(name: string): Organization | undefined {
    return this.#organizations.find((other) => other.name.toLowerCase() === name.toLowerCase());
  }

  findOwner(path: OwnerPath): Owner | undefined {
    if ('organization' in path) return this.findOrganization(path.organization);
    return this.findRepository(path.repository);
  }

  /** Throws an Error when there is no such place, or none for this app. */
  vault(place: string, app: App): Vault {
    const [name = '', environment] = place.split(/#(.*)/s);
    const vault = name.startsWith('org:')
      ? this.findOrganization(name.slice('org:'.length))?.vaults[app]
      : vaultOf(this.findRepository(name), environment, app);
    if (!vault) throw new Error(`There is no place ${place} for secrets of ${app}.`);
    return vault;
  }

  get vaults(): Vault[] {
    const owners = [...this.#repositories, ...this.#organizations];
    return owners.flatMap((owner) => [
      ...Object.values(owner.vaults),
      ...(owner.kind === 'repository' ? owner.environments.values() : []),
    ]);
  }

  #create(fullName: string): Repository {
    const repository: Repository = {
      kind: 'repository',
      id: FIRST_ID + this.#repositories.length,
      fullName,
      names: new Set([fullName.toLowerCase()]),
      vaults: createVaults(fullName),
      environments: new Map(),
    };
    this.#repositories.push(repository);
    return repository;
  }
}

/** Whether the path names a repository that goes by another name now. */
export function isFormerName(path: OwnerPath, owner: Owner): owner is Repository {
  if (!('repository' in path) || typeof path.repository === 'number') return false;
  return (
    owner.kind === 'repository' && owner.fullName.toLowerCase() !== path.repository.toLowerCase()
  );
}

/** The vault of an environment or, without one, of the repository or organization itself. */
export function vaultOf(
  owner: Owner | undefined,
  environment: string | undefined,
  app: App,
): Vault | undefined {
  if (environment === undefined) return owner?.vaults[app];
  if (owner?.kind !== 'repository' || app !== 'actions') return undefined;
  return owner.environments.get(environment.toLowerCase());
}

function createVaults(place: string): Vaults {
  return Object.fromEntries(APPS.map((app) => [app, new Vault(place, app)])) as Vaults;
}
