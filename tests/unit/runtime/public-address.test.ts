import { describe, expect, it } from "vitest";
import { isIn, isPublic } from "../../../shared/runtime/public-address.ts";
import { mayConnect, publicReach } from "../../../shared/runtime/webhook-address.ts";
import { reachOf } from "../../../shared/runtime/webhook-reach.ts";

/** Each IPv4 address that is no part of the public internet, at the edges of its network. */
const inner4 = [
  ...["0.0.0.0", "0.0.0.1", "0.255.255.255", "10.0.0.0", "10.0.0.8", "10.255.255.255", "100.64.0.0", "100.100.100.200"],
  ...["100.127.255.255", "127.0.0.0", "127.0.0.1", "127.0.0.2", "127.8.8.8", "127.255.255.255", "169.254.0.0"],
  ...["169.254.169.254", "169.254.170.2", "169.254.169.253", "169.254.255.255", "172.16.0.0", "172.16.0.1"],
  ...["172.31.255.255", "192.0.0.0", "192.0.0.170", "192.0.0.255", "192.0.2.1", "192.31.196.1", "192.52.193.1"],
  ...["192.88.99.1", "192.168.0.0", "192.168.1.1", "192.168.255.255", "192.175.48.1", "198.18.0.0", "198.19.255.255"],
  ...["198.51.100.7", "203.0.113.7", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.254", "255.255.255.255"],
];
const hex4 = (address: string): string => {
  const [a = 0, b = 0, c = 0, d = 0] = address.split(".").map(Number);
  return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
};
/** The IPv6 forms that carry an IPv4 address. */
const carriers: readonly ((address: string) => string)[] = [
  (address) => `::ffff:${address}`,
  (address) => `::ffff:${hex4(address)}`,
  (address) => `::${hex4(address)}`,
  (address) => `::ffff:0:${hex4(address)}`,
  (address) => `64:ff9b::${hex4(address)}`,
  (address) => `64:ff9b:1::${hex4(address)}`,
  (address) => `2002:${hex4(address)}::1`,
  (address) => `2001:0:${hex4(address)}::1`,
  (address) => `2a00:1450::5efe:${hex4(address)}`,
  (address) => `2a00:1450::200:5efe:${hex4(address)}`,
  (address) => `fe80::5efe:${hex4(address)}`,
];
const carried = ["127.0.0.1", "10.0.0.8", "169.254.169.254", "192.168.1.1", "172.16.0.1", "100.64.0.1"].flatMap((one) =>
  carriers.map((carry) => carry(one)),
);
const inner6 = [
  ...[
    "::",
    "::1",
    "::2",
    "0:0:0:0:0:0:0:1",
    "100::1",
    "2001::1",
    "2001:2::1",
    "2001:10::1",
    "2001:20::1",
    "2001:db8::1",
  ],
  ...["2002::1", "2620:4f:8000::1", "3fff::1", "4000::1", "5f00::1", "fc00::1", "fd00::1", "fd00:ec2::254", "fdff::1"],
  ...["fe80::1", "fe80::a9fe:a9fe", "fec0::1", "ff02::1", "ff05::2", "ffff::1", "1fff::1", "8000::1"],
];
const noAddress = ["", "localhost", "127.1", "0x7f.0.0.1", "2130706433", "10.0.0", "::g", "1.2.3.4.5", "256.0.0.1"];
const corpus = [...inner4, ...carried, ...inner6, ...noAddress];

describe("with loopback off", () => {
  it("the corpus has more than a hundred addresses, none twice", () => {
    expect(new Set(corpus).size).toBe(corpus.length);
    expect(corpus.length).toBeGreaterThanOrEqual(100);
  });

  it.each(corpus)("a webhook does not connect to %j", (address) => {
    expect(isPublic(address)).toBe(false);
    expect(mayConnect(address, publicReach)).toBe(false);
  });

  it.each([
    ...["1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255"],
    ...["128.0.0.0", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.167.255.255"],
    ...["192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255", "2001:4860:4860::8888", "2400:3200::1"],
    ...["2606:4700::1111", "2a00:1450::5eff:1"],
  ])("a webhook connects to %s", (address) => {
    expect(mayConnect(address, publicReach)).toBe(true);
  });
});

describe("a private network that is opened", () => {
  it("is reached, and nothing beside it", () => {
    const opened = isIn(["10.20.0.0/16", "fd12:3456::/32"]);
    const of = (address: string) => [opened(address), mayConnect(address, { loopback: false, isOpened: opened })];
    expect(["10.20.0.0", "10.20.255.255", "fd12:3456::9"].map(of)).toEqual(Array(3).fill([true, true]));
    expect(["10.19.255.255", "10.21.0.0", "fd12:3457::9", "no"].map(of)).toEqual(Array(4).fill([false, false]));
  });

  it.each([
    ...["127.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1", "fe80::1", "fd00:ec2::254", "0.0.0.0"],
    ...[
      "100.100.100.200",
      "64:ff9b::a9fe:a9fe",
      "64:ff9b::7f00:1",
      "64:ff9b:1::7f00:1",
      "2002:7f00:1::1",
      "fd20:ce::254",
    ],
  ])("never holds %s", (address) => {
    expect(isIn(["0.0.0.0/0", "::/0", "100.64.0.0/10", "64:ff9b::/96", "2002::/16", "fd00::/8"])(address)).toBe(false);
  });

  it.each(["10.0.0.0", "10.0.0.0/", "host/8", "10.0.0/8", "10.0.0.0/33"])("is not %j", (network) => {
    expect(() => isIn([network])).toThrow();
  });
});

describe("this machine", () => {
  const given = { WEBHOOK_ALLOW_LOOPBACK: "true", WEBHOOK_NETWORKS: "" } as const;

  it("is reached where the platform's services are on it", () => {
    expect(reachOf({ ...given, AWS_ENDPOINT_URL: "http://127.0.0.1:4566" }).loopback).toBe(true);
    expect(mayConnect("127.0.0.1", reachOf({ ...given, AWS_ENDPOINT_URL: "http://localhost:1" }))).toBe(true);
  });

  it.each([undefined, "", "no address", "https://dynamodb.cn-north-1.amazonaws.com.cn", "http://10.0.0.8"])(
    "is not reached in the cloud, whatever the setting says (%j)",
    (AWS_ENDPOINT_URL) => {
      expect(reachOf({ ...given, AWS_ENDPOINT_URL, WEBHOOK_NETWORKS: "127.0.0.0/8" })).toMatchObject({
        loopback: false,
      });
      expect(mayConnect("127.0.0.1", reachOf({ ...given, AWS_ENDPOINT_URL, WEBHOOK_NETWORKS: "127.0.0.0/8" }))).toBe(
        false,
      );
    },
  );

  it("is not reached where the setting does not say so", () => {
    const reach = reachOf({ ...given, WEBHOOK_ALLOW_LOOPBACK: "false", AWS_ENDPOINT_URL: "http://127.0.0.1:4566" });
    expect(reach.loopback).toBe(false);
  });
});
