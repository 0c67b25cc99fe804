/**
 * Stands in for the SDK's cache of discovered endpoints when the functions are bundled: the client makes one at start, with
 * an LRU library of its own, and no operation of ours ever looks into it.
 */
export class EndpointCache {}
