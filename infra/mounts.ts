/** A resource of API Gateway, e.g. `/v1/organisations/{proxy+}`, and the service that answers at it. */
export type Mount<Service extends string> = { readonly resource: string; readonly service: Service };

type RoutesByService<Service extends string> = Readonly<
  Record<Service, Readonly<Record<string, { readonly path: string }>>>
>;
type Node<Service extends string> = {
  readonly children: Map<string, Node<Service>>;
  /** Who serves this very address. */
  readonly here: Set<Service>;
  /** Who serves it or something below it. */
  readonly below: Set<Service>;
};

/**
 * The resources by which every route reaches its service. `general` answers all that no route names. API Gateway takes the
 * most specific resource and does not come back from it, so each resource made here answers every method and has a child
 * for every further part of a path: nothing is hidden. Throws when two services share an address.
 */
export function mountsOf<Service extends string>(routes: RoutesByService<Service>, general: Service): Mount<Service>[] {
  const root = emptyNode<Service>();
  for (const service of servicesOf(routes)) {
    for (const { path } of Object.values(routes[service])) add(root, path.split("/").slice(1), service);
  }
  return mixed(root, "", general);
}

const emptyNode = <Service extends string>(): Node<Service> => ({
  children: new Map(),
  here: new Set(),
  below: new Set(),
});

function servicesOf<Service extends string>(routes: RoutesByService<Service>): Service[] {
  const isService = (name: string): name is Service => name in routes;
  return Object.keys(routes).filter(isService);
}

function add<Service extends string>(node: Node<Service>, [part, ...rest]: readonly string[], service: Service): void {
  node.below.add(service);
  if (part === undefined) {
    node.here.add(service);
    return;
  }
  const child = node.children.get(part) ?? emptyNode<Service>();
  node.children.set(part, child);
  add(child, rest, service);
}

/** An address below which more than one service answers. */
function mixed<Service extends string>(node: Node<Service>, path: string, general: Service): Mount<Service>[] {
  const [service = general, ...others] = node.here;
  if (others.length > 0) throw new Error(`${path} is served by ${[...node.here].join(" and ")}`);
  const children = [...node.children].map(([part, child]) => ({ part, child }));
  // Beside a parameter API Gateway takes no proxy: what the parameter would catch must then be named.
  const isNamed = children.some(({ part }) => part.startsWith("{"));
  return [
    { resource: path === "" ? "/" : path, service },
    ...(isNamed ? [] : [{ resource: `${path}/{proxy+}`, service: general }]),
    ...children.flatMap(({ part, child }) => {
      const [only = general, ...rest] = child.below;
      if (rest.length > 0) return mixed(child, `${path}/${part}`, general);
      return only === general && !isNamed ? [] : whole(`${path}/${part}`, only);
    }),
  ];
}

const whole = <Service extends string>(path: string, service: Service): Mount<Service>[] => [
  { resource: path, service },
  { resource: `${path}/{proxy+}`, service },
];
