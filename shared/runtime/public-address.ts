import { BlockList, isIP } from "node:net";
import { once } from "../domain/once.ts";

// The kinds of addresses, by the registries of special-purpose addresses (RFC 6890 and its successors).

/** IPv4 networks that are no part of the public internet. */
const special4 = [
  ...["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24"],
  ...["192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24"],
  ...["198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"],
];
/** Of the one public IPv6 network, what is for documents, tests and tunnels: the last carry an IPv4 address of any kind. */
const special6 = ["2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20"];
/** Public IPv6. Mapped, compatible, translated and local addresses lie outside it. */
const public6 = ["2000::/3"];

const listOf = (networks: readonly string[]): BlockList => {
  const list = new BlockList();
  for (const network of networks) {
    const [address = "", bits = ""] = network.split("/");
    list.addSubnet(address, Number(bits), familyOf(address));
  }
  return list;
};
const familyOf = (address: string): "ipv4" | "ipv6" => (isIP(address) === 6 ? "ipv6" : "ipv4");

const lists = once(() => ({
  specialIn4: listOf(special4),
  specialIn6: listOf(special6),
  publicIn6: listOf(public6),
}));
/** An IPv6 address whose last half holds an IPv4 address for a tunnel inside a site (ISATAP). */
const isTunnelled = (address: string): boolean => /:(?:200:)?5efe:[\da-f.:]+$/i.test(address);

/** Whether an address belongs to the public internet. A text that is no address does not. */
export function isPublic(address: string): boolean {
  const { specialIn4, specialIn6, publicIn6 } = lists();
  switch (isIP(address)) {
    case 4:
      return !specialIn4.check(address, "ipv4");
    case 6:
      return publicIn6.check(address, "ipv6") && !specialIn6.check(address, "ipv6") && !isTunnelled(address);
    default:
      return false;
  }
}

/** What nobody can open: this machine itself, the addresses at which a cloud tells secrets, and forms that are translated into them. */
const never = once(() => ({
  ipv4: listOf(["0.0.0.0/8", "100.100.100.200/32", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "240.0.0.0/4"]),
  // The list takes every IPv4 address for a mapped one, so the two are kept apart.
  ipv6: listOf([
    "::/96",
    "::ffff:0:0/96",
    "fe80::/10",
    "fd00:ec2::/32",
    "fd20:ce::254/128",
    "64:ff9b::/32",
    "2002::/16",
    "ff00::/8",
  ]),
}));

const network = /^([\da-f.:]+)\/(\d{1,3})$/i;

/**
 * Whether an address lies in one of the private networks (`10.20.0.0/16`) that the deployment opens to webhooks. Throws when
 * one of them is no network.
 */
export function isIn(networks: readonly string[]): (address: string) => boolean {
  for (const one of networks) {
    if (!network.test(one) || isIP(one.split("/")[0] ?? "") === 0) throw new Error(`"${one}" is no network`);
  }
  const open = listOf(networks);
  return (address) => {
    if (isIP(address) === 0) return false;
    const family = familyOf(address);
    return open.check(address, family) && !never()[family].check(address, family);
  };
}
